/**
 * Which fields fit a budget: what each costs against how likely its gate keeps it, and a budget that is spent on those
 * most likely kept. Put into effect, the others are no longer drawn.
 */
import { useState } from 'react';
import { fitting } from '../../../lab/selection/fitting';
import { costsOfFields, type FieldCost } from '../../../model/check/field-costs';
import { meanSeries } from '../../../model/check/probe';
import type { TowerGraph } from '../../../model/document/graph';
import { CellsTable } from '../../charts/CellsTable';
import type { Cells } from '../../charts/step-table';
import { Heading } from '../../controls/Heading';
import { TableButton } from '../../controls/TableButton';
import { useEdits } from '../../editing/useEdits';
import { useData, useDocument, useRun, useSpeech } from '../../lab';
import { FieldScatter } from './FieldScatter';

const DIGITS = 3;
/** Stops of the slider. */
const STOPS = 100;

export interface PricedField extends Omit<FieldCost, 'gate'> {
  keep: number;
  fits: boolean;
}

/** Nothing of a graph without field gates, or before they were read. */
export function FieldBudget({ graph }: { graph: TowerGraph }) {
  const schema = useData((data) => data.summary?.schema);
  const curves = useRun((run) => run.shown);
  if (!schema) return null;
  const fields = costsOfFields(graph, schema).flatMap(({ gate, ...field }) => {
    const keep = gate && curves[meanSeries(`${gate.node}/keep`, gate.at)]?.values.at(-1);
    return typeof keep === 'number' ? [{ ...field, keep }] : [];
  });
  return fields.length > 0 ? <Budgeted fields={fields} /> : null;
}

function Budgeted({ fields }: { fields: readonly Omit<PricedField, 'fits'>[] }) {
  const { words, fill, number, items } = useSpeech();
  const w = words.inside.budget;
  const edits = useEdits();
  const drawn = useDocument()?.graph;
  const [chosen, setChosen] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const total = costOf(fields);
  // Until one is chosen: what the gates keep by themselves.
  const budget = chosen === null ? costOf(fields.filter(({ keep }) => keep >= 0.5)) : (chosen / STOPS) * total;
  const fits = fitting(
    fields.map(({ cost, keep }) => ({ cost, keep, importance: 0 })),
    // Sums in another order may differ in the last digit.
    budget * (1 + 1e-9),
  );
  const priced = fields.map((field, at): PricedField => ({ ...field, fits: fits[at]! }));
  const kept = priced.filter((field) => field.fits);
  // Several nodes may embed one.
  const others = [...new Set(priced.filter((field) => !field.fits).map(({ field }) => field))];
  const isKept = (node: string, field: string): boolean =>
    !priced.some((one) => one.node === node && one.field === field && !one.fits);
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
      <FieldScatter fields={priced} />
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
      <p className="about">{w.about}</p>
      <button
        type="button"
        disabled={!drawn || kept.length === priced.length || kept.length === 0}
        onClick={() => edits.keepFields(isKept)}
      >
        {w.apply}
      </button>
      {asTable && <CellsTable label={w.title} cells={cellsOf(priced, w)} format={(value) => number(value, DIGITS)} />}
    </section>
  );
}

const costOf = (fields: readonly { cost: number }[]): number => fields.reduce((sum, { cost }) => sum + cost, 0);

/** Those most likely kept first. */
const cellsOf = (
  fields: readonly PricedField[],
  w: { field: string; cost: string; keep: string; fit: string; fits: string; doesNot: string },
): Cells => [
  [w.field, w.cost, w.keep, w.fit],
  ...fields
    .toSorted((a, b) => b.keep - a.keep)
    .map(({ field, cost, keep, fits }) => [field, cost, keep, fits ? w.fits : w.doesNot]),
];
