/** The results of a study as a Markdown table: means over seeds with their 95 % intervals, beside the baselines and the PyTorch model. */
import type { BaselineId } from '../../lab/protocol';
import type { StudyRun } from './study';
import type { StudySet } from './study-sets';

/** Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom. */
const STUDENT_T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** Mean and half width of its 95 % interval; null where one value tells nothing of the spread. */
export function interval(values: readonly number[]): { mean: number; half: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const t = STUDENT_T[values.length - 2];
  if (t === undefined) return { mean, half: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, half: t * Math.sqrt(variance / values.length) };
}

const digits = (value: number) => value.toFixed(4).replace(/^0/, '');
const spread = (values: readonly number[]) => {
  if (values.length === 0) return '–';
  const { mean, half } = interval(values);
  return half === null ? digits(mean) : `${digits(mean)} ± ${digits(half)}`;
};

const BASELINES: readonly (readonly [BaselineId, string])[] = [['popularity', 'Popularity'], ['itemKnn', 'ItemKNN'], ['ease', 'EASE'], ['transitions', 'Transitions']];

export function studyTable(sets: readonly Pick<StudySet, 'id' | 'pytorch'>[], runs: readonly StudyRun[]): string {
  const head = ['set', 'users (tested) / items / pairs', ...BASELINES.map(([, name]) => name), 'Two-tower (PyTorch), ids only', 'two-tower, ids only (seeds)', 'two-tower, with fields (seeds)'];
  const rows = sets.flatMap(({ id, pytorch: [hr, ndcg] }) => {
    const mine = runs.filter((run) => run.set === id);
    const sample = mine[0];
    if (!sample) return [];
    const both = (variant: StudyRun['variant']) => {
      const chosen = mine.filter((run) => run.variant === variant);
      return `${spread(chosen.map((run) => run.hr))} / ${spread(chosen.map((run) => run.ndcg))} (${chosen.length})`;
    };
    const baseline = (name: BaselineId) => {
      const metrics = sample.baselines[name];
      return metrics ? `${digits(metrics['hr@10'] ?? 0)} / ${digits(metrics['ndcg@10'] ?? 0)}` : '–';
    };
    // The page gives one seed: what it leaves open is the choice of users, sqrt(p (1 - p) / n).
    const pytorchHalf = 1.96 * Math.sqrt((hr * (1 - hr)) / sample.testUsers);
    const sizes = `${sample.users} (${sample.testUsers}) / ${sample.items} / ${sample.pairs}`;
    return [[id, sizes, ...BASELINES.map(([name]) => baseline(name)), `${digits(hr)} ± ${digits(pytorchHalf)} / ${digits(ndcg)}`, both('ids'), both('fields')]];
  });
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
