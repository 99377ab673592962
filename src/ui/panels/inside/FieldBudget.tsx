/**
 * Which fields fit a budget: what each costs against how likely its gate keeps it, or without gates against what is
 * lost when it is shuffled, and a budget that is spent on the best of them. Put into effect, the others are no longer
 * drawn.
 */
import { useState } from 'react';
import { fitting } from '../../../lab/selection/fitting';
import type { FieldWorth } from '../../../lab/selection/field-worth';
import { costsOfFields } from '../../../model/check/field-costs';
import { meanSeries } from '../../../model/check/probe';
import type { TowerGraph } from '../../../model/document/graph';
import type { Schema } from '../../../model/document/schema';
import { keepFields } from '../../../model/edits/keep-fields';
import { withoutFields } from '../../../model/edits/leave-out';
import { WATCHED_NAMES } from '../../../words/watched';
import { CellsTable } from '../../charts/CellsTable';
import type { Cells } from '../../charts/step-table';
import { Heading } from '../../controls/Heading';
import { TableButton } from '../../controls/TableButton';
import { useEdits } from '../../editing/useEdits';
import { useData, useDocument, useRun, useSpeech } from '../../lab';
import { FieldScatter } from './FieldScatter';

const DIGITS = { cost: 3, keep: 3, importance: 4 };
/** Stops of the slider. */
const STOPS = 100;

/** By what a field is chosen. */
export type Way = 'keep' | 'importance';

export interface PricedField {
  /** Where it is embedded; null: wherever it is. */
  node: string | null;
  side: 'user' | 'item';
  field: string;
  cost: number;
  /** Its keep probability, or what is lost when it is shuffled. */
  value: number;
  fits: boolean;
}
type Valued = Omit<PricedField, 'fits'>;

/** Nothing before the gates were read, nor without gates before it was asked what fields are worth. */
export function FieldBudget({ graph }: { graph: TowerGraph }) {
  const schema = useData((data) => data.summary?.schema);
  const curves = useRun((run) => run.shown);
  // Of the weights at rest, and not of those that a person looks back at.
  const worths = useRun(({ at, fieldWorths }) => (at === null ? fieldWorths : null));
  if (!schema) return null;
  const costs = costsOfFields(graph, schema);
  if (!costs.some(({ gate }) => gate))
    return worths?.fields.some(({ cost }) => cost !== null) ? (
      <Budgeted
        fields={byField(worths.fields)}
        way="importance"
        metric={WATCHED_NAMES[worths.metric]}
        schema={schema}
      />
    ) : null;
  const gated = costs.flatMap(({ gate, ...field }): Valued[] => {
    const keep = gate && curves[meanSeries(`${gate.node}/keep`, gate.at)]?.values.at(-1);
    return typeof keep === 'number' ? [{ ...field, value: keep }] : [];
  });
  return gated.length > 0 ? <Budgeted fields={gated} way="keep" metric="" schema={schema} /> : null;
}

/**
 * It is shuffled, and left out, wherever it is read: its cost is that of all nodes that embed it for their own rows.
 * On one without a cost no budget can be spent.
 */
function byField(worths: readonly FieldWorth[]): Valued[] {
  const found = new Map<string, Valued>();
  for (const { side, field, cost, importance } of worths)
    if (cost !== null)
      found.set(field, { node: null, side, field, cost: cost + (found.get(field)?.cost ?? 0), value: importance.mean });
  return [...found.values()];
}

/** @param metric what is lost by shuffling, where that is the way */
function Budgeted({
  fields,
  way,
  metric,
  schema,
}: {
  fields: readonly Valued[];
  way: Way;
  metric: string;
  schema: Schema;
}) {
  const { words, fill, number, items, sentences } = useSpeech();
  const w = words.inside.budget;
  const [chosen, setChosen] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const total = costOf(fields);
  // Until one is chosen: what the gates keep by themselves, and all where there are none.
  const ownChoice = way === 'keep' ? costOf(fields.filter(({ value }) => value >= 0.5)) : total;
  const budget = chosen === null ? ownChoice : (chosen / STOPS) * total;
  const fits = fitting(
    fields.map(({ cost, value }) =>
      way === 'keep' ? { cost, keep: value, importance: 0 } : { cost, keep: null, importance: value },
    ),
    // Sums in another order may differ in the last digit.
    budget * (1 + 1e-9),
  );
  const priced = fields.map((field, at): PricedField => ({ ...field, fits: fits[at]! }));
  const kept = priced.filter((field) => field.fits);
  // Several nodes may embed one.
  const others = [...new Set(priced.filter((field) => !field.fits).map(({ field }) => field))];
  const said = fill(w.chosen, {
    budget: number(budget, 2),
    total: number(total, 2),
    n: kept.length,
    all: priced.length,
  });
  return (
    <section className="figure probe field-budget" aria-label={w.title} data-side="user">
      <Heading title={w.title}>
        <div className="figure-tools">
          <TableButton open={asTable} change={setAsTable} />
        </div>
      </Heading>
      <FieldScatter fields={priced} way={way} metric={metric} />
      <label className="field-budget-hand">
        <span>{w.budget}</span>
        <input
          type="range"
          aria-valuetext={said}
          min={0}
          max={STOPS}
          step={1}
          value={chosen ?? Math.round((budget / total) * STOPS)}
          onChange={(event) => setChosen(Number(event.target.value))}
        />
      </label>
      <p className="about">{sentences(said, others.length > 0 ? fill(w.others, { fields: items(others) }) : '')}</p>
      <p className="about">{w.about[way]}</p>
      <Remove fields={priced} way={way} schema={schema} />
      {asTable && (
        <CellsTable
          label={w.title}
          cells={cellsOf(priced, [w.field, w.cost, fill(w.value[way], { metric }), w.fit], w)}
          format={(value, column) => number(value, column === 1 ? DIGITS[way] : DIGITS.cost)}
        />
      )}
    </section>
  );
}

/** Takes the fields that do not fit out of the drawing, those that it can do without. */
function Remove({ fields, way, schema }: { fields: readonly PricedField[]; way: Way; schema: Schema }) {
  const { words, fill, items } = useSpeech();
  const w = words.inside.budget;
  const edits = useEdits();
  const drawn = useDocument()?.graph;
  if (!drawn) return null;
  const { left, needed } = way === 'keep' ? ofGates(drawn, fields) : wherever(drawn, fields, schema);
  return (
    <>
      {needed.length > 0 && <p className="about">{fill(w.needed, { fields: items(needed) })}</p>}
      <button type="button" disabled={left === drawn} onClick={() => edits.keepFields(left)}>
        {w.apply}
      </button>
    </>
  );
}

/** A drawing without the fields that do not fit, but for those that it needs. */
interface Without {
  left: TowerGraph;
  needed: readonly string[];
}

/** Where no field fits, none is taken. */
function ofGates(drawn: TowerGraph, fields: readonly PricedField[]): Without {
  const isKept = (node: string, field: string): boolean =>
    !fields.some((one) => one.node === node && one.field === field && !one.fits);
  const isOpen = fields.some(({ fits }) => fits) && fields.some(({ fits }) => !fits);
  return { left: isOpen ? keepFields(drawn, isKept) : drawn, needed: [] };
}

/** Those that are worth the least are taken first: what is needed to the end is worth more. */
const wherever = (drawn: TowerGraph, fields: readonly PricedField[], schema: Schema): Without =>
  withoutFields(
    drawn,
    fields
      .filter(({ fits }) => !fits)
      .toSorted((a, b) => a.value - b.value)
      .map(({ field }) => field),
    schema,
  );

const costOf = (fields: readonly { cost: number }[]): number => fields.reduce((sum, { cost }) => sum + cost, 0);

/** Those chosen first at the top. */
const cellsOf = (
  fields: readonly PricedField[],
  head: readonly string[],
  w: { fits: string; doesNot: string },
): Cells => [
  [...head],
  ...fields
    .toSorted((a, b) => b.value - a.value)
    .map(({ field, cost, value, fits }) => [field, cost, value, fits ? w.fits : w.doesNot]),
];
