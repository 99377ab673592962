import { presets } from '../../../model/presets/presets';
import { describe, expect, it } from 'vitest';
import { trialsOf, withPreset, type DatasetRun, type Trial } from './datasets';
import { datasetsTable } from './datasets-table';

const run = (preset: string, variant: Trial['variant'], seed: number, hr: number, ndcg: number): DatasetRun => ({
  set: 'log', preset, variant, seed, hr, ndcg, steps: 10, epochs: 1, stepsPerSecond: 1, adapter: 'none', users: 620, testUsers: 610, items: 3650, pairs: 90274,
  baselines: { popularity: { 'hr@10': 0.0541, 'ndcg@10': 0.0216 } },
});
const SETS = [{ id: 'log', pytorch: [0.1475, 0.0663] }] as const;

describe('the table of the reference logs', () => {
  it('puts means over seeds beside the baselines and the reference', () => {
    const table = datasetsTable(SETS, trialsOf(undefined), [run('two-tower', 'ids', 1, 0.14, 0.06), run('two-tower', 'ids', 2, 0.15, 0.07), run('two-tower', 'fields', 1, 0.16, 0.08)]);
    expect(table.split('\n')[0]).toBe(
      '| set | users (tested) / items / pairs | Popularity | ItemKNN | EASE | Transitions | Two-tower (PyTorch), ids only | two-tower, ids only (seeds) | two-tower, with fields (seeds) |',
    );
    expect(table.split('\n')[2]).toBe(
      '| log | 620 (610) / 3650 / 90274 | .0541 / .0216 | – | – | – | .1475 ± .0281 / .0663 | .1450 ± .0635 / .0650 ± .0635 (2) | .1600 / .0800 (1) |',
    );
  });

  it('has a column for each preset: two-tower twice, others with fields, a dash where none is finished', () => {
    const table = datasetsTable(SETS, trialsOf('two-tower,senet'), [run('senet', 'fields', 1, 0.17, 0.09), run('two-tower', 'ids', 1, 0.14, 0.06)]);
    const [head = '', , row = ''] = table.split('\n');
    expect(head.split(' | ').slice(-3)).toEqual(['two-tower, ids only (seeds)', 'two-tower, with fields (seeds)', 'senet, with fields (seeds) |']);
    expect(row.split(' | ').slice(-3)).toEqual(['.1400 / .0600 (1)', '–', '.1700 / .0900 (1) |']);
    expect(() => trialsOf('two-tower,senat')).toThrow(`--presets: unknown preset "senat"; the presets are ${[...presets.keys()].join(', ')}`);
  });

  it('takes a run of a record that names no preset for one of two-tower', () => {
    const { preset, ...old } = run('two-tower', 'ids', 1, 0.14, 0.06);
    expect(withPreset(old).preset).toBe(preset);
    expect(withPreset(run('senet', 'fields', 1, 0.1, 0.1)).preset).toBe('senet');
  });

  it('leaves out a set of which no run is finished', () => {
    expect(datasetsTable([{ id: 'other', pytorch: [0.1, 0.1] }], trialsOf(undefined), [run('two-tower', 'ids', 1, 0.1, 0.1)]).split('\n')).toHaveLength(2);
  });
});
