import { describe, expect, it } from 'vitest';
import type { StudyRun } from './study';
import { interval, studyTable } from './study-table';

const run = (variant: StudyRun['variant'], seed: number, hr: number, ndcg: number): StudyRun => ({
  set: 'log', variant, seed, hr, ndcg, steps: 10, epochs: 1, stepsPerSecond: 1, adapter: 'none', users: 620, testUsers: 610, items: 3650, pairs: 90274,
  baselines: { popularity: { 'hr@10': 0.0541, 'ndcg@10': 0.0216 } },
});

describe('the table of a study', () => {
  it('gives the 95 % interval of a mean by Student: 1, 2, 3 has 2 ± 4.303 / sqrt(3)', () => {
    const { mean, half } = interval([1, 2, 3]);
    expect(mean).toBe(2);
    expect(half).toBeCloseTo(4.303 / Math.sqrt(3), 10);
    expect(interval([5])).toEqual({ mean: 5, half: null });
  });

  it('puts means over seeds beside the baselines and the reference', () => {
    const table = studyTable([{ id: 'log', pytorch: [0.1475, 0.0663] }], [run('ids', 1, 0.14, 0.06), run('ids', 2, 0.15, 0.07), run('fields', 1, 0.16, 0.08)]);
    expect(table.split('\n')[2]).toBe(
      '| log | 620 (610) / 3650 / 90274 | .0541 / .0216 | – | – | – | .1475 ± .0281 / .0663 | .1450 ± .0635 / .0650 ± .0635 (2) | .1600 / .0800 (1) |',
    );
  });

  it('leaves out a set of which no run is finished', () => {
    expect(studyTable([{ id: 'other', pytorch: [0.1, 0.1] }], [run('ids', 1, 0.1, 0.1)]).split('\n')).toHaveLength(2);
  });
});
