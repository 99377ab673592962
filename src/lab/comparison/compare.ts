/** What a run differs in from another one, and where a comparison of the two says less than it seems to. */
import { TOLERANCE } from '../../model/edits/budget';
import { differences, type Difference } from '../../model/edits/differences';
import type { Run } from '../runs/run';

export interface RunDifference {
  /** Of graph and settings, but for the seed. */
  changes: readonly Difference[];
  seed: { from: number; to: number } | null;
  /** Names of the data sets; null where both read the same data in the same way. */
  data: { from: string; to: string } | null;
  /** Parameters over those of the other run, less 1; null where one of them is not known. */
  larger: number | null;
}

export function compareRuns(base: Run, run: Run): RunDifference {
  const all = differences(base, run);
  const [from, to] = [base.settings.seed, run.settings.seed];
  return {
    changes: all.filter((one) => !(one.kind === 'setting' && one.name === 'seed')),
    seed: from === to ? null : { from, to },
    data: base.data.fingerprint === run.data.fingerprint ? null : { from: base.data.name, to: run.data.name },
    larger: base.size && run.size ? run.size.parameters / base.size.parameters - 1 : null,
  };
}

export type Warning = { run: Run; difference: RunDifference } & (
  | { kind: 'mixed'; changes: readonly Difference[]; count: number }
  | { kind: 'data'; from: string; to: string }
  | { kind: 'budget'; larger: number }
);

/** What makes a comparison of these runs with the baseline say less than it seems to. */
export const warningsOf = (base: Run, runs: readonly Run[]): Warning[] =>
  runs.filter(({ id }) => id !== base.id).flatMap((run) => warningsOfOne(base, run));

function warningsOfOne(base: Run, run: Run): Warning[] {
  const difference = compareRuns(base, run);
  const { seed, data, larger } = difference;
  const isEqual = larger !== null && Math.abs(larger) <= TOLERANCE;
  const others = difference.changes.filter(({ kind }) => kind !== 'widths');
  // Widths that keep the budget are no change of their own: they are what makes the rest comparable.
  const changes = isEqual && others.length > 0 ? others : difference.changes;
  const count = changes.length + Number(seed !== null) + Number(data !== null);
  // Where widths alone differ, the size is what is compared.
  const isOfShape = others.some(({ kind }) => kind !== 'setting');
  return [
    ...(count > 1 ? [{ kind: 'mixed' as const, run, difference, changes, count }] : []),
    ...(data ? [{ kind: 'data' as const, run, difference, ...data }] : []),
    ...(larger !== null && !isEqual && isOfShape ? [{ kind: 'budget' as const, run, difference, larger }] : []),
  ];
}
