/** One control per kind of parameter. The map is typed by kind: a new kind without its control does not compile. */
import { useState, type ReactNode } from 'react';
import type { Json, TowerGraph } from '../../model/graph';
import type { ParamSpec } from '../../model/params';
import { Icon } from '../Icon';
import { useSpeech } from '../lab';

type SpecOf<K extends ParamSpec['kind']> = Extract<ParamSpec, { kind: K }>;
export interface ControlProps<S> {
  spec: S;
  value: Json;
  label: string;
  /** Id of the sentence under the control that says what is wrong, where there is one. */
  describedBy: string | undefined;
  options: Readonly<Record<string, string>>;
  /** Embedding tables that may be chosen. */
  tables: readonly TowerGraph['tables'][number][];
  /** Categorical item fields that may be chosen. */
  itemFields: readonly string[];
  change(value: Json): void;
}
type Control<K extends ParamSpec['kind']> = (props: ControlProps<SpecOf<K>>) => ReactNode;

export const CONTROLS: { readonly [K in ParamSpec['kind']]: Control<K> } = {
  int: (props) => <NumberRow {...props} whole />,
  float: (props) => <NumberRow {...props} whole={false} />,
  choice: ({ spec, options, ...props }) => <ChoiceRow {...props} options={spec.options.map((option) => [option, options[option] ?? option])} />,
  toggle: ({ value, label, describedBy, change }) => (
    <label className="row check">
      <span>{label}</span>
      <input type="checkbox" checked={value === true} aria-describedby={describedBy} onChange={(event) => change(event.target.checked)} />
    </label>
  ),
  widths: WidthsControl,
  tables: TablesControl,
  itemField: ItemFieldControl,
};

/** A declared parameter, drawn by its kind. */
export function ParamControl(props: ControlProps<ParamSpec>) {
  // The kind picks spec and control together; TypeScript cannot follow a correlated union through an index.
  const Drawn = CONTROLS[props.spec.kind] as (props: ControlProps<ParamSpec>) => ReactNode;
  return <Drawn {...props} />;
}

interface NumberProps {
  spec: { min: number; max: number; step?: number; unit?: string };
  value: Json;
  label: string;
  describedBy?: string | undefined;
  whole: boolean;
  change(value: number): void;
}

function NumberRow(props: NumberProps) {
  return (
    <label className="row">
      <span>{props.label}</span>
      <NumberField {...props} />
    </label>
  );
}

/** A labelled number of a form. */
export function Row({ label, unit, value, spec, fraction = false, change }: { label: string; unit?: string; value: number; spec: { min: number; max: number; step?: number }; fraction?: boolean; change(value: number): void }) {
  return (
    <label className="row">
      <span>
        {label}
        {unit && <small>{unit}</small>}
      </span>
      <NumberField label={unit ? `${label}, ${unit}` : label} spec={spec} value={value} whole={!fraction} change={change} />
    </label>
  );
}

/**
 * A number that may be half-typed: the document changes only with a value inside the limits; anything else stays in the box
 * with its sentence until it is left, then the document's value returns.
 */
export function NumberField({ spec, value, label, describedBy, whole, change }: NumberProps) {
  const { words, fill } = useSpeech();
  // A draft counts while the document holds the value it was typed over; undo or another document ends it.
  const [draft, setDraft] = useState<{ text: string; over: Json } | null>(null);
  const text = draft && draft.over === value ? draft.text : null;
  const parsed = text === null ? null : parseNumber(text, spec, whole);
  const wrong = text !== null && parsed === null;
  return (
    <>
      <input
        type="text"
        inputMode={whole ? 'numeric' : 'decimal'}
        className="number"
        aria-label={label}
        aria-invalid={wrong || describedBy !== undefined || undefined}
        aria-describedby={describedBy}
        value={text ?? String(value ?? '')}
        onChange={(event) => {
          const next = parseNumber(event.target.value, spec, whole);
          setDraft({ text: event.target.value, over: next ?? value });
          if (next !== null && next !== value) change(next);
        }}
        onBlur={() => setDraft(null)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
          event.preventDefault();
          const step = (whole ? 1 : (spec.step ?? 0.01)) * (event.key === 'ArrowUp' ? 1 : -1);
          const next = Math.min(spec.max, Math.max(spec.min, Number(((typeof value === 'number' ? value : spec.min) + step).toPrecision(12))));
          change(next);
        }}
      />
      {wrong && (
        <span className="wrong" role="status">
          {fill(whole ? words.inspector.notWhole : words.inspector.notNumber, { min: spec.min, max: spec.max })}
        </span>
      )}
    </>
  );
}

export function parseNumber(text: string, { min, max }: { min: number; max: number }, whole: boolean): number | null {
  const value = text.trim() === '' ? NaN : Number(text.trim().replace(',', '.'));
  return Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : null;
}

/** Layer widths, bottom first. */
function WidthsControl({ spec, value, label, describedBy, change }: ControlProps<SpecOf<'widths'>>) {
  const { words, fill } = useSpeech();
  const layers = Array.isArray(value) ? value.map(Number) : [...spec.default];
  return (
    <fieldset className="widths" aria-describedby={describedBy}>
      <legend>{label}</legend>
      <ol>
        {layers.map((width, i) => (
          <li key={i}>
            <NumberField
              spec={{ min: spec.min, max: spec.max }}
              value={width}
              whole
              label={fill(words.inspector.layer, { n: i + 1 })}
              change={(next) => change(layers.map((old, j) => (j === i ? next : old)))}
            />
            <button type="button" className="icon" aria-label={fill(words.inspector.removeLayer, { n: i + 1 })} onClick={() => change(layers.filter((_, j) => j !== i))}>
              <Icon name="minus" />
            </button>
          </li>
        ))}
        {layers.length < spec.most && (
          <li>
            <button type="button" className="icon" aria-label={words.inspector.addLayer} title={words.inspector.addLayer} onClick={() => change([...layers, layers.at(-1) ?? 64])}>
              <Icon name="plus" />
            </button>
          </li>
        )}
      </ol>
    </fieldset>
  );
}

type RowProps = Pick<ControlProps<ParamSpec>, 'value' | 'label' | 'describedBy' | 'change'>;

function ChoiceRow({ value, label, options, describedBy, change }: RowProps & { options: readonly (readonly [value: string, text: string])[] }) {
  return (
    <label className="row">
      <span>{label}</span>
      <select value={String(value)} aria-describedby={describedBy} onChange={(event) => change(event.target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the document names stays on offer, also where the data lacks it. */
function ItemFieldControl({ itemFields, ...props }: ControlProps<SpecOf<'itemField'>>) {
  const { words } = useSpeech();
  const names = [...new Set(['', String(props.value), ...itemFields])];
  return <ChoiceRow {...props} options={names.map((name) => [name, name || words.common.none])} />;
}

function TablesControl({ spec, value, label, tables, describedBy, change }: ControlProps<SpecOf<'tables'>>) {
  const { words, fill } = useSpeech();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <fieldset className="tables" aria-describedby={describedBy}>
      <legend>{label}</legend>
      {tables.length === 0 && <p>{words.inspector.noTables}</p>}
      {tables.map(({ id, field, width }) => (
        <label key={id} className="row check">
          <span>
            {fill(words.inspector.tableWidth, { field, width })}
          </span>
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            // Where only so many may be chosen, the next one takes the place of the first.
            onChange={(event) => change(event.target.checked ? [...chosen, id].slice(-(spec.most ?? chosen.length + 1)) : chosen.filter((other) => other !== id))}
          />
        </label>
      ))}
    </fieldset>
  );
}
