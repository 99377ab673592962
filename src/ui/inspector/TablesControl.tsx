/**
 * Which fields a node embeds, and in which tables: its own, or those other nodes read too. A table is shared exactly
 * where its id is used twice.
 */
import type { GraphTable } from '../../model/document/graph';
import type { ParamSpec } from '../../model/document/params';
import { useSpeech } from '../lab';
import type { ControlProps } from './controls';
import { NumberField } from '../controls/NumberField';
import { widthFor } from '../../model/edits/fields';
import type { TableChoice } from './useTableChoice';

const NEW = '+';
/** As parseGraph takes them. */
const WIDTHS = { min: 1, max: 4096 };

export function TablesControl({
  value,
  label,
  tables: choice,
  describedBy,
}: ControlProps<Extract<ParamSpec, { kind: 'tables' }>>) {
  const { words, fill, list } = useSpeech();
  const w = words.editing;
  if (!choice) return null;
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const tableOf = (id: string): GraphTable | undefined => choice.tables.find((table) => table.id === id);
  // What the document names stays on the list, also where the data or the graph lacks it.
  const fields = [...new Set([...choice.fields, ...chosen.flatMap((id) => tableOf(id)?.field ?? [])])];
  const lost = chosen.filter((id) => !tableOf(id));
  const shared = [...new Set(chosen.flatMap((id) => choice.sharedWith(id)))];
  return (
    <fieldset className="tables" aria-describedby={describedBy}>
      <legend>{label}</legend>
      {fields.length + lost.length === 0 && <p className="soft">{w.noFields}</p>}
      {fields.map((field) => {
        const own = chosen.filter((id) => tableOf(id)?.field === field);
        return (
          <label key={field} className="row check">
            <span>{field}</span>
            <input
              type="checkbox"
              checked={own.length > 0}
              onChange={(event) =>
                event.target.checked
                  ? choice.own(field, widthFor(choice.tables, chosen, field))
                  : choice.set(chosen.filter((id) => !own.includes(id)))
              }
            />
          </label>
        );
      })}
      {lost.map((id) => (
        <label key={id} className="row check">
          <span>{fill(w.unknownTable, { table: id })}</span>
          <input type="checkbox" checked onChange={() => choice.set(chosen.filter((other) => other !== id))} />
        </label>
      ))}
      {chosen.some(tableOf) && (
        <label className="row">
          <span>{w.width}</span>
          <NumberField
            spec={WIDTHS}
            value={widthFor(choice.tables, chosen, '')}
            whole
            label={w.width}
            change={(width) => choice.setWidth(chosen, width)}
          />
        </label>
      )}
      {shared.length > 0 && (
        <p className="about">
          {fill(w.sharedWith, { nodes: list(shared) })}
          <button type="button" className="quiet" onClick={() => choice.separate(chosen)}>
            {w.separate}
          </button>
        </p>
      )}
      {chosen.some(tableOf) && (
        <details>
          <summary>{w.tableOfEach}</summary>
          {chosen.map((id) => {
            const field = tableOf(id)?.field;
            return field === undefined ? null : (
              <TableSelect key={id} id={id} field={field} chosen={chosen} choice={choice} />
            );
          })}
        </details>
      )}
    </fieldset>
  );
}

/** Own or shared: every table of the field, and a new one. */
function TableSelect({
  id,
  field,
  chosen,
  choice,
}: {
  id: string;
  field: string;
  chosen: readonly string[];
  choice: TableChoice;
}) {
  const { words, fill, list } = useSpeech();
  const w = words.editing;
  const inWords = (table: string): string => {
    const nodes = choice.sharedWith(table);
    if (nodes.length > 0) return fill(w.sharedTable, { table, nodes: list(nodes) });
    return fill(table === id ? w.ownTable : w.freeTable, { table });
  };
  return (
    <label className="row wide">
      <span>{field}</span>
      <select
        aria-label={fill(w.table, { field })}
        value={id}
        onChange={(event) => {
          const to = event.target.value;
          if (to === NEW) choice.own(field, widthFor(choice.tables, chosen, field), id);
          else choice.set(chosen.map((other) => (other === id ? to : other)));
        }}
      >
        {choice.tables
          .filter((table) => table.field === field && (table.id === id || !chosen.includes(table.id)))
          .map((table) => (
            <option key={table.id} value={table.id}>
              {inWords(table.id)}
            </option>
          ))}
        {choice.sharedWith(id).length > 0 && <option value={NEW}>{w.newTable}</option>}
      </select>
    </label>
  );
}
