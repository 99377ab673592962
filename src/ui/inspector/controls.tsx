/** One control per kind of parameter. The map is typed by kind: a new kind without its control does not compile. */
import { useId, useRef, type ReactNode } from 'react';
import type { Span } from '../../data/weight-formula/problem';
import type { Run } from '../../lab/runs/run';
import type { Json } from '../../model/document/graph';
import type { ParamSpec } from '../../model/document/params';
import { FormulaColumns, FormulaField, type FormulaFieldHandle } from '../controls/FormulaField';
import { Icon } from '../controls/Icon';
import { textWidth } from '../controls/text-width';
import { useSpeech } from '../lab';
import { NumberField, type NumberProps } from '../controls/NumberField';
import { FieldTimesControl } from './FieldTimesControl';
import { TablesControl } from './TablesControl';
import type { TableChoice } from './useTableChoice';

type SpecOf<K extends ParamSpec['kind']> = Extract<ParamSpec, { kind: K }>;
export interface ControlProps<S> {
  spec: S;
  value: Json;
  label: string;
  /** Id of the sentence under the control that says what is wrong, where there is one. */
  describedBy: string | undefined;
  options: Readonly<Record<string, string>>;
  /** Of a parameter that names tables: what may be chosen, and what may be done to them. */
  tables: TableChoice | null;
  /** Of a parameter that names a field or a column: which may be chosen; of a formula, what it may name. */
  names: readonly string[];
  /** Of a parameter that names a stored run: which may be chosen. */
  runs: readonly Pick<Run, 'id' | 'title'>[];
  /** Of a formula: the place in it that is wrong; null where none is. */
  span: Span | null;
  change(value: Json): void;
}
type Control<K extends ParamSpec['kind']> = (props: ControlProps<SpecOf<K>>) => ReactNode;

export const CONTROLS: { readonly [K in ParamSpec['kind']]: Control<K> } = {
  int: (props) => <NumberRow {...props} whole />,
  float: (props) => <NumberRow {...props} whole={false} />,
  choice: ({ spec, options, ...props }) => (
    <ChoiceRow {...props} options={spec.options.map((option) => [option, options[option] ?? option])} />
  ),
  toggle: ({ value, label, describedBy, change }) => (
    <label className="row check">
      <span>{label}</span>
      <input
        type="checkbox"
        checked={value === true}
        aria-describedby={describedBy}
        onChange={(event) => change(event.target.checked)}
      />
    </label>
  ),
  widths: WidthsControl,
  tables: TablesControl,
  field: NameControl,
  scores: NameControl,
  run: RunControl,
  formula: FormulaControl,
  fieldTimes: FieldTimesControl,
};

/** A declared parameter, drawn by its kind. */
export function ParamControl(props: ControlProps<ParamSpec>) {
  // The kind picks spec and control together; TypeScript cannot follow a correlated union through an index.
  const Drawn = CONTROLS[props.spec.kind] as (props: ControlProps<ParamSpec>) => ReactNode;
  return <Drawn {...props} />;
}

function NumberRow(props: NumberProps) {
  return (
    <label className="row">
      <span>{props.label}</span>
      <NumberField {...props} />
    </label>
  );
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
            <button
              type="button"
              className="icon"
              aria-label={fill(words.inspector.removeLayer, { n: i + 1 })}
              onClick={() => change(layers.filter((_, j) => j !== i))}
            >
              <Icon name="minus" />
            </button>
          </li>
        ))}
        {layers.length < spec.most && (
          <li>
            <button
              type="button"
              className="icon"
              aria-label={words.inspector.addLayer}
              title={words.inspector.addLayer}
              onClick={() => change([...layers, layers.at(-1) ?? 64])}
            >
              <Icon name="plus" />
            </button>
          </li>
        )}
      </ol>
    </fieldset>
  );
}

/** Choices wider than this, in px, stand below their label. */
const MOST_BESIDE = 100;

type RowProps = Pick<ControlProps<ParamSpec>, 'value' | 'label' | 'describedBy' | 'change'>;

function ChoiceRow({
  value,
  label,
  options,
  describedBy,
  change,
}: RowProps & { options: readonly (readonly [value: string, text: string])[] }) {
  const isLong = options.some(([, text]) => textWidth(text) > MOST_BESIDE);
  return (
    <label className={isLong ? 'row wide' : 'row'}>
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
function NameControl({ names, ...props }: ControlProps<SpecOf<'field' | 'scores'>>) {
  const { words } = useSpeech();
  const offered = [...new Set(['', String(props.value), ...names])];
  return <ChoiceRow {...props} options={offered.map((name) => [name, name || words.common.none])} />;
}

/** By title; what the document names stays on offer, also where no such run is stored. */
function RunControl({ runs, ...props }: ControlProps<SpecOf<'run'>>) {
  const { words } = useSpeech();
  const titles = new Map([['', words.common.none], ...runs.map(({ id, title }) => [id, title] as const)]);
  const value = String(props.value);
  const offered = titles.has(value) ? titles : new Map([...titles, [value, value]]);
  return <ChoiceRow {...props} options={[...offered]} />;
}

function FormulaControl({ value, label, describedBy, names, span, change }: ControlProps<SpecOf<'formula'>>) {
  const { words } = useSpeech();
  const field = useRef<FormulaFieldHandle>(null);
  const id = useId();
  return (
    <div className="weight-formula">
      <label htmlFor={id}>{label}</label>
      <FormulaField
        ref={field}
        id={id}
        formula={String(value)}
        isWrong={span !== null}
        span={span}
        hint={words.data.weightHint}
        describedBy={describedBy}
        change={change}
      />
      <FormulaColumns label={words.data.weightColumns} texts={names} insert={(text) => field.current?.insert(text)} />
    </div>
  );
}
