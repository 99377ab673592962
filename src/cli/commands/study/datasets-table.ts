/** The results of a study as a Markdown table: means over seeds with their 95 % intervals, beside the baselines and the PyTorch model. */
import type { BaselineId } from '../../../lab/protocol';
import { digits, spread } from '../../../lab/studies/judging/digits';
import type { DatasetRun, Trial } from './datasets';
import { tableOf } from './markdown';
import type { StudySet } from './sets';

const BASELINES: readonly (readonly [BaselineId, string])[] = [['popularity', 'Popularity'], ['itemKnn', 'ItemKNN'], ['ease', 'EASE'], ['transitions', 'Transitions']];

/** A column for each trial: a preset with ids only, or with fields. */
export function datasetsTable(sets: readonly Pick<StudySet, 'id' | 'pytorch'>[], trials: readonly Trial[], runs: readonly DatasetRun[]): string {
  const head = [
    'set', 'users (tested) / items / pairs', ...BASELINES.map(([, name]) => name), 'Two-tower (PyTorch), ids only',
    ...trials.map(({ preset, variant }) => `${preset}, ${variant === 'ids' ? 'ids only' : 'with fields'} (seeds)`),
  ];
  const rows = sets.flatMap(({ id, pytorch: [hr, ndcg] }) => {
    const mine = runs.filter((run) => run.set === id);
    const sample = mine[0];
    if (!sample) return [];
    const both = ({ preset, variant }: Trial) => {
      const chosen = mine.filter((run) => run.preset === preset && run.variant === variant);
      return chosen.length === 0 ? '–' : `${spread(chosen.map((run) => run.hr))} / ${spread(chosen.map((run) => run.ndcg))} (${chosen.length})`;
    };
    const baseline = (name: BaselineId) => {
      const metrics = sample.baselines[name];
      return metrics ? `${digits(metrics['hr@10'] ?? 0)} / ${digits(metrics['ndcg@10'] ?? 0)}` : '–';
    };
    // The page gives one seed: what it leaves open is the choice of users, sqrt(p (1 - p) / n).
    const pytorchHalf = 1.96 * Math.sqrt((hr * (1 - hr)) / sample.testUsers);
    const sizes = `${sample.users} (${sample.testUsers}) / ${sample.items} / ${sample.pairs}`;
    return [[id, sizes, ...BASELINES.map(([name]) => baseline(name)), `${digits(hr)} ± ${digits(pytorchHalf)} / ${digits(ndcg)}`, ...trials.map(both)]];
  });
  return tableOf(head, rows);
}
