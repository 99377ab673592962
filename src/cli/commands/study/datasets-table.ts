/** The results of the study `datasets` as Markdown tables, a column for each log: means over seeds with their 95 % intervals, beside the baselines and the PyTorch model. */
import { BASELINE_IDS } from '../../../lab/evaluate/baseline-ids';
import type { Metrics } from '../../../lab/protocol';
import { digits, spread } from '../../../lab/studies/judging/digits';
import { speak } from '../../../words/words';
import type { DatasetRun } from './datasets';
import { tableOf } from './markdown';
import type { StudySet } from './sets';
import { isOf, type Trial } from './trials';

const { baseline: names } = speak('en').words;
const NONE = '–';

type Sets = readonly Pick<StudySet, 'id' | 'pytorch'>[];
type Figure = keyof Pick<DatasetRun, 'hr' | 'ndcg' | 'coverage' | 'headShare'>;

/** HR@10 / NDCG@10 of baselines and trials, then what their lists are made of. A log of which no run is finished is left out. */
export function datasetsTables(sets: Sets, trials: readonly Trial[], runs: readonly DatasetRun[]): string {
  const shown = sets.flatMap(({ id, pytorch }) => {
    const mine = runs.filter(({ set }) => set === id);
    return mine[0] ? [{ id, pytorch, mine, sample: mine[0] }] : [];
  });
  const head = ['', ...shown.map(({ id }) => id)];
  const rowOf = (name: string, cell: (set: (typeof shown)[number]) => string): string[] => [name, ...shown.map(cell)];
  const baselines = (one: string, other: string): string[][] =>
    BASELINE_IDS.map((id) => rowOf(names[id], ({ sample }) => {
      const metrics: Metrics | undefined = sample.baselines[id];
      return metrics ? `${digits(metrics[one]!)} / ${digits(metrics[other]!)}` : NONE;
    }));
  const systems = (one: Figure, other: Figure): string[][] =>
    trials.map((trial) => rowOf([trial.preset, trial.variant === 'ids' ? 'ids only' : 'with fields', ...(trial.params ? [trial.params] : [])].join(', '), ({ mine }) => {
      const chosen = mine.filter((run) => isOf(run, trial));
      return chosen.length === 0 ? NONE : `${spread(chosen.map((run) => run[one]))} / ${spread(chosen.map((run) => run[other]))} (${chosen.length})`;
    }));
  // The page gives one seed: what it leaves open is the choice of users, sqrt(p (1 - p) / n).
  const pytorch = rowOf('Two-tower (PyTorch), ids only', ({ pytorch: [hr, ndcg], sample }) => `${digits(hr)} ± ${digits(1.96 * Math.sqrt((hr * (1 - hr)) / sample.testUsers))} / ${digits(ndcg)}`);
  const sizes = rowOf('users (tested) / items / pairs', ({ sample }) => `${sample.users} (${sample.testUsers}) / ${sample.items} / ${sample.pairs}`);
  return [
    'HR@10 / NDCG@10 (seeds)', tableOf(head, [sizes, ...baselines('hr@10', 'ndcg@10'), pytorch, ...systems('hr', 'ndcg')]),
    'Lists of ten: coverage of the catalogue / share of the most frequent tenth of the items (seeds)', tableOf(head, [...baselines('coverage@10', 'headShare@10'), ...systems('coverage', 'headShare')]),
  ].join('\n\n');
}
