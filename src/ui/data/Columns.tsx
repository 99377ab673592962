/** What each column means: the guess, to be corrected. */
import { memo } from 'react';
import type { Encoding, LogColumn, LogRole, TableColumn, TableRole } from '../../data/table';
import type { DataState } from '../../lab/stores/data';
import { useBench, useData, useSpeech } from '../lab';
import type { TablePreview } from '../../lab/loading/data-source';

/** @param shown places of the columns that have a row */
export function LogColumns({ preview, shown }: { preview: TablePreview; shown: readonly number[] }) {
  return (
    <ColumnTable preview={preview} shown={shown}>
      {(at, column) => <LogCells at={at} column={column} />}
    </ColumnTable>
  );
}

/** @param shown places of the columns that have a row */
export function TableColumns({
  table,
  preview,
  shown,
}: {
  table: 'items' | 'users';
  preview: TablePreview;
  shown: readonly number[];
}) {
  return (
    <ColumnTable preview={preview} shown={shown}>
      {(at, column) => <TableCells table={table} at={at} column={column} />}
    </ColumnTable>
  );
}

/** Of a column by its place: roles stand in the order of the file. */
const roleAt = <C extends LogColumn | TableColumn>(
  roles: readonly C[] | null | undefined,
  at: number,
  column: string,
) => (roles?.[at]?.column === column ? roles[at] : roles?.find((candidate) => candidate.column === column));

interface CellsProps {
  at: number;
  column: string;
}

/** Drawn anew where its own column changes, and no other. */
const LogCells = memo(function LogCells({ at, column }: CellsProps) {
  const { data } = useBench();
  const { words, fill } = useSpeech();
  const own = useData(({ roles }: DataState) => roleAt(roles?.log, at, column));
  const roles = Object.keys(words.role) as LogRole[];
  const change = (next: Partial<LogColumn>): void => data.getState().setLogColumn(column, next);
  return (
    <>
      <td>
        <RoleSelect
          column={column}
          value={own?.role ?? 'ignore'}
          options={roles.map((role) => [role, words.role[role]])}
          change={(role) => change({ role })}
        />
      </td>
      <td>
        {own?.role === 'context' && (
          <EncodingSelect column={column} value={own.encoding} change={(encoding) => change({ encoding })} />
        )}
        {own?.role === 'time' && (
          <AutoSelect
            label={fill(words.data.unitOf, { column })}
            names={words.timeUnit}
            value={own.unit}
            change={(unit) => change({ unit })}
          />
        )}
      </td>
    </>
  );
});

const TableCells = memo(function TableCells({ table, at, column }: CellsProps & { table: 'items' | 'users' }) {
  const { data } = useBench();
  const { words } = useSpeech();
  const own = useData(({ roles }: DataState) => roleAt(roles?.[table], at, column));
  const roles = Object.keys(words.tableRole) as TableRole[];
  const change = (next: Partial<TableColumn>): void => data.getState().setTableColumn(table, column, next);
  return (
    <>
      <td>
        <RoleSelect
          column={column}
          value={own?.role ?? 'ignore'}
          options={roles.map((role) => [role, words.tableRole[role]])}
          change={(role) => change({ role })}
        />
      </td>
      <td>
        {own?.role === 'field' && (
          <EncodingSelect column={column} value={own.encoding} change={(encoding) => change({ encoding })} />
        )}
      </td>
    </>
  );
});

function ColumnTable({
  preview,
  shown,
  children,
}: {
  preview: TablePreview;
  shown: readonly number[];
  children(at: number, column: string): React.ReactNode;
}) {
  const { words, count, list } = useSpeech();
  const w = words.data;
  return (
    <div className="scroll columns" tabIndex={0} role="group" aria-label={w.columns}>
      <table>
        <caption>{w.columns}</caption>
        <thead>
          <tr>
            <th scope="col">{w.column}</th>
            <th scope="col">{w.role}</th>
            <th scope="col">{w.coding}</th>
            <th scope="col">{w.examples}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((at) => {
            const { name, distinct, examples } = preview.columns[at]!;
            return (
              <tr key={name}>
                <th scope="row">
                  {name}
                  <small>{count(w.distinct, distinct)}</small>
                </th>
                {children(at, name)}
                <td className="examples">{list(examples.slice(0, 3))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function RoleSelect<R extends string>({
  column,
  value,
  options,
  change,
}: {
  column: string;
  value: R;
  options: readonly (readonly [R, string])[];
  change(role: R): void;
}) {
  const { words, fill } = useSpeech();
  return (
    <select
      aria-label={fill(words.data.roleOf, { column })}
      value={value}
      className={value === 'ignore' ? 'ignored' : ''}
      onChange={(event) => change(options.find(([role]) => role === event.target.value)?.[0] ?? value)}
    >
      {options.map(([role, name]) => (
        <option key={role} value={role}>
          {name}
        </option>
      ))}
    </select>
  );
}

function EncodingSelect({
  column,
  value,
  change,
}: {
  column: string;
  value: Encoding | undefined;
  change(encoding: Encoding | undefined): void;
}) {
  const { words, fill } = useSpeech();
  return (
    <AutoSelect label={fill(words.data.codingOf, { column })} names={words.encoding} value={value} change={change} />
  );
}

/** One of the names, or what the reader finds by itself. */
function AutoSelect<V extends string>({
  label,
  names,
  value,
  change,
}: {
  label: string;
  names: Readonly<Record<V, string>>;
  value: V | undefined;
  change(value: V | undefined): void;
}) {
  const { words } = useSpeech();
  const values = Object.keys(names) as V[];
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => change(values.find((one) => one === event.target.value))}
    >
      <option value="">{words.data.auto}</option>
      {values.map((one) => (
        <option key={one} value={one}>
          {names[one]}
        </option>
      ))}
    </select>
  );
}
