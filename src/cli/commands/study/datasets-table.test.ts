import { presets } from '../../../model/presets/presets';
import { describe, expect, it } from 'vitest';
import type { DatasetRun } from './datasets';
import { datasetsTables } from './datasets-table';
import { trialsOf, type Trial } from './trials';

const run = (preset: string, variant: Trial['variant'], seed: number, hr: number, ndcg: number): DatasetRun => ({
  set: 'log', preset, variant, seed, hr, ndcg, coverage: 0.5 + hr, headShare: 0.2, steps: 10, epochs: 1, stepsPerSecond: 1, adapter: 'none', users: 620, testUsers: 610, items: 3650, pairs: 90274,
  baselines: { popularity: { 'hr@10': 0.0541, 'ndcg@10': 0.0216, 'coverage@10': 0.0125, 'headShare@10': 1 } },
});
const SETS = [{ id: 'log', pytorch: [0.1475, 0.0663] }, { id: 'other', pytorch: [0.1, 0.1] }] as const;
const tables = (presetIds: string | undefined, runs: readonly DatasetRun[]): string[][] => datasetsTables(SETS, trialsOf({ presets: presetIds }), runs).split('\n\n').map((part) => part.split('\n'));

describe('the tables of the reference logs', () => {
  const [, accuracy, , lists] = tables(undefined, [run('two-tower', 'ids', 1, 0.14, 0.06), run('two-tower', 'ids', 2, 0.15, 0.07), run('two-tower', 'fields', 1, 0.16, 0.08)]);

  it('put means over seeds under the baselines and the reference, and leave out a log of which no run is finished', () => {
    expect(accuracy).toEqual([
      '|  | log |', '| --- | --- |', '| users (tested) / items / pairs | 620 (610) / 3650 / 90274 |',
      '| Random | – |', '| Popularity | .0541 / .0216 |', '| ItemKNN | – |', '| ItemKNN + recency | – |', '| EASE | – |', '| EASE + recency | – |', '| Transitions | – |', '| Two-tower (PyTorch), ids only | .1475 ± .0281 / .0663 |',
      '| two-tower, ids only | .1450 ± .0635 / .0650 ± .0635 (2) |', '| two-tower, with fields | .1600 / .0800 (1) |',
    ]);
  });

  it('say of the lists how much of the catalogue they show and how much of it is head', () => {
    expect(lists?.slice(2)).toEqual([
      '| Random | – |', '| Popularity | .0125 / 1.0000 |', '| ItemKNN | – |', '| ItemKNN + recency | – |', '| EASE | – |', '| EASE + recency | – |', '| Transitions | – |',
      '| two-tower, ids only | .6450 ± .0635 / .2000 ± .0000 (2) |', '| two-tower, with fields | .6600 / .2000 (1) |',
    ]);
  });

  it('keep runs of a changed graph apart from those of the preset as it stands', () => {
    const changed = { ...run('mind', 'fields', 1, 0.2, 0.1), params: 'interests.count=1' };
    const runs = [changed, run('mind', 'fields', 1, 0.15, 0.08)];
    const lastRow = (flags: Parameters<typeof trialsOf>[0]) => datasetsTables(SETS, trialsOf(flags), runs).split('\n\n')[1]?.split('\n').at(-1);
    expect(lastRow({ presets: 'mind' })).toBe('| mind, with fields | .1500 / .0800 (1) |');
    expect(lastRow({ presets: 'mind', params: [{ node: 'interests', name: 'count', value: 1 }] })).toBe('| mind, with fields, interests.count=1 | .2000 / .1000 (1) |');
  });

  it('have a row for each preset: two-tower twice, others with fields, a dash where none is finished', () => {
    const [, rows] = tables('two-tower,senet', [run('senet', 'fields', 1, 0.17, 0.09), run('two-tower', 'ids', 1, 0.14, 0.06)]);
    expect(rows?.slice(-3)).toEqual(['| two-tower, ids only | .1400 / .0600 (1) |', '| two-tower, with fields | – |', '| senet, with fields | .1700 / .0900 (1) |']);
    expect(() => trialsOf({ presets: 'two-tower,senat' })).toThrow(`--presets: unknown preset "senat"; the presets are ${[...presets.keys()].join(', ')}`);
  });
});
