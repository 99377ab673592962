/** What the runs of a sweep say together: for each value the mean over seeds, and which value validation chooses. */
import { interval, type MeanInterval } from '../evaluate/interval';
import { isOver, testedMetrics, type Run } from '../runs/run';
import { watchedOf, type Watched } from '../training/best-weights';
import type { Json } from '../../model/document/graph';
import { cellsOf, sameCell, type Cell, type SweepPlan } from './sweep';

export interface SweepRow {
  /** Null where only seeds differ. */
  value: Json | null;
  /** Finished ones, one for each seed. */
  runs: readonly Run[];
  /** By which values are chosen, `watched` of the validation part; null before a run has it. */
  validation: MeanInterval | null;
  /** Of a metric of the test part over the seeds; null where no run was tested. */
  test(metric: string): MeanInterval | null;
}

export interface SweepSummary {
  plan: SweepPlan;
  /** What runs of its drawing are chosen by. */
  watched: Watched;
  rows: readonly SweepRow[];
  /** The value that is best on validation; null while fewer than two values have finished. */
  chosen: SweepRow | null;
  /** What is not trained to its end yet, in the order of the plan. */
  rest: readonly Cell[];
}

const cellOf = ({ sweep, settings }: Run): Cell => ({ value: sweep?.value ?? null, seed: settings.seed });

/** The sweeps among the runs, the newest first. @param runs the newest first */
export function sweepsOf(runs: readonly Run[]): SweepSummary[] {
  const byId = new Map<string, Run[]>();
  for (const run of runs) if (run.sweep) byId.set(run.sweep.id, [...(byId.get(run.sweep.id) ?? []), run]);
  return [...byId.values()].map(summaryOf);
}

/** @param runs of one sweep, at least one; of several runs of a cell the first that is over counts */
export function summaryOf(runs: readonly Run[]): SweepSummary {
  const { value: _, ...plan } = runs[0]!.sweep!;
  const watched = watchedOf(runs[0]!.graph);
  const cells = cellsOf(plan).map((cell) => ({
    cell,
    run: runs.find((run) => isOver(run) && sameCell(cellOf(run), cell)),
  }));
  const rows = [...new Set(cells.map(({ cell }) => cell.value))].map((value) =>
    rowOf(
      value,
      cells.flatMap(({ cell, run }) => (run && cell.value === value ? [run] : [])),
      watched,
    ),
  );
  const known = rows.filter(({ validation }) => validation !== null);
  return {
    plan,
    watched,
    rows,
    chosen:
      known.length < 2
        ? null
        : known.reduce((best, row) => (row.validation!.mean > best.validation!.mean ? row : best)),
    rest: cells.flatMap(({ cell, run }) => (run ? [] : [cell])),
  };
}

function rowOf(value: Json | null, runs: readonly Run[], watched: Watched): SweepRow {
  const over = (figures: (run: Run) => number | undefined): MeanInterval | null => {
    const values = runs.flatMap((run) => figures(run) ?? []);
    return values.length > 0 ? interval(values) : null;
  };
  return {
    value,
    runs,
    validation: over(({ validation }) => validation[watched]),
    test: (metric) => over((run) => testedMetrics(run)[metric]),
  };
}
