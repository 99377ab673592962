/**
 * Which fields fit a budget: what each costs against how likely its gate keeps it, or without gates against what is
 * lost when it is shuffled, and a budget that is spent on the best of them. Put into effect, the others are no longer
 * drawn.
 */
import { useState } from 'react';
import { fitting } from '../../../lab/selection/fitting';
import { costsOfFields, type FieldCost } from '../../../model/check/field-costs';
import { meanSeries } from '../../../model/check/probe';
import type { TowerGraph } from '../../../model/document/graph';
import { keepFields } from '../../../model/edits/keep-fields';
import { CellsTable } from '../../charts/CellsTable';
import type { Cells } from '../../charts/step-table';
import { Heading } from '../../controls/Heading';
import { TableButton } from '../../controls/TableButton';
import { useEdits } from '../../editing/useEdits';
import { useJudgement } from '../../judgement';
import { useData, useDocument, useRun, useSpeech } from '../../lab';
import { FieldScatter } from './FieldScatter';

const DIGITS = { cost: 3, keep: 3, importance: 4 };
/** Stops of the slider. */
const STOPS = 100;

/** By what a field is chosen. */
export type Way = 'keep' | 'importance';

export interface PricedField extends Omit<FieldCost, 'gate'> {
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
  const way: Way = costs.some(({ gate }) => gate) ? 'keep' : 'importance';
  const fields = costs.flatMap(({ gate, ...field }): Valued[] => {
    const value =
      way === 'keep'
        ? gate && curves[meanSeries(`${gate.node}/keep`, gate.at)]?.values.at(-1)
        : worths?.fields.find((one) => one.node === field.node && one.field === field.field)?.importance.mean;
    return typeof value === 'number' ? [{ ...field, value }] : [];
  });
  return fields.length > 0 ? <Budgeted fields={fields} way={way} /> : null;
}

function Budgeted({ fields, way }: { fields: readonly Valued[]; way: Way }) {
  const { words, fill, number, items } = useSpeech();
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
      <FieldScatter fields={priced} way={way} />
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
      <p className="about">
        {said} {others.length > 0 && fill(w.others, { fields: items(others) })}
      </p>
      <p className="about">{w.about[way]}</p>
      <Remove fields={priced} />
      {asTable && (
        <CellsTable
          label={w.title}
          cells={cellsOf(priced, [w.field, w.cost, w.value[way], w.fit], w)}
          format={(value, column) => number(value, column === 1 ? DIGITS[way] : DIGITS.cost)}
        />
      )}
    </section>
  );
}

/** Takes the fields that do not fit out of the drawing, where it has them and can do without. */
function Remove({ fields }: { fields: readonly PricedField[] }) {
  const w = useSpeech().words.inside.budget;
  const edits = useEdits();
  const drawn = useDocument()?.graph;
  const isKept = (node: string, field: string): boolean =>
    !fields.some((one) => one.node === node && one.field === field && !one.fits);
  const left = drawn && keepFields(drawn, isKept);
  const problemsBefore = useJudgement(drawn)?.problems.length ?? 0;
  const problemsAfter = useJudgement(left)?.problems.length ?? 0;
  const breaks = problemsAfter > problemsBefore;
  return (
    <>
      <button type="button" disabled={left === drawn || breaks} onClick={() => edits.keepFields(isKept)}>
        {w.apply}
      </button>
      {breaks && <p className="about">{w.breaks}</p>}
    </>
  );
}

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
