import { describe, expect, it } from 'vitest';
import { validate } from '../../model/check/validate';
import type { TowerGraph } from '../../model/document/graph';
import { schemaOf } from '../../model/document/schema';
import { tinyDataset } from '../../model/harness/tiny-log';
import { preset } from '../../model/presets/presets';
import { interval } from '../evaluate/interval';
import { runOf } from '../runs/testing';
import type { Run } from '../runs/run';
import { summaryOf, sweepsOf } from './summary';
import { cellsOf, documentAt, leftOutValues, valuesIn, VARIED_SETTINGS, type SweepPlan } from './sweep';

const base = runOf('base');
const schema = schemaOf(tinyDataset());
const plan: SweepPlan = { id: 's', vary: 'batch', values: [16, 32], seeds: [1, 2, 3] };
const at = (vary: string, value: never) => {
  const varied = documentAt(base, schema, vary, { value, seed: 4 });
  return varied.ok ? varied.document : varied.fault;
};
const of = (value: number | null, seed: number, ndcg: number, change: Partial<Run> = {}): Run =>
  runOf(`${value} ${seed}`, {
    status: 'finished',
    settings: { ...base.settings, seed },
    sweep: { ...plan, value },
    validation: { 'ndcg@10': ndcg },
    evaluated: { metrics: { 'recall@10': 2 * ndcg }, baselines: {} },
    ...change,
  });

describe('the plan of a sweep', () => {
  it('has a cell for each value and seed, seeds alone where nothing is varied', () => {
    expect(cellsOf(plan).map(({ value, seed }) => `${String(value)} ${seed}`)).toEqual([
      '16 1',
      '16 2',
      '16 3',
      '32 1',
      '32 2',
      '32 3',
    ]);
    expect(cellsOf({ ...plan, vary: null, values: [] })).toEqual([1, 2, 3].map((seed) => ({ value: null, seed })));
  });

  it('changes the seed and the one value, of a setting or of a parameter', () => {
    expect(at('learningRate', 0.5 as never)).toMatchObject({
      settings: { seed: 4, optimizers: [{ learningRate: 0.5 }] },
      graph: base.graph,
    });
    expect(at('steps', 5 as never)).toMatchObject({ settings: { stages: [{ until: { steps: 5 } }] } });
    const changed = at('match.temperature', 0.5 as never) as Pick<Run, 'graph' | 'settings'>;
    expect(changed.graph.nodes.find(({ id }) => id === 'match')!.params['temperature']).toBe(0.5);
    expect(changed.settings).toEqual({ ...base.settings, seed: 4 });
    expect(at('tablePrecision', 'float16' as never)).toMatchObject({ settings: { tablePrecision: 'float16' } });
    for (const setting of VARIED_SETTINGS) {
      const value = setting === 'tablePrecision' ? 'float32' : 8;
      expect(at(setting, value as never), setting).toHaveProperty('graph');
    }
  });

  it('leaves out one field wherever it is read, or nothing, and never one that the rest cannot do without', () => {
    const fieldsIn = ({ tables }: TowerGraph): string[] => [...new Set(tables.map(({ field }) => field))].sort();
    for (const id of ['two-tower', 'senet', 'classic', 'mobius', 'fscd', 'din']) {
      const { graph } = preset(id).build(schema, { width: 4 });
      const leftOut = leftOutValues(graph, schema);
      expect(leftOut).toEqual(expect.arrayContaining(['nothing', 'genre', 'segment']));
      for (const value of leftOut) {
        const left = documentAt({ graph, settings: base.settings }, schema, 'without', { value, seed: 1 });
        expect(left.ok && fieldsIn(left.document.graph)).toEqual(fieldsIn(graph).filter((field) => field !== value));
        expect(left.ok && validate(left.document.graph, schema).problems).toEqual([]);
      }
      expect(documentAt({ graph, settings: base.settings }, schema, 'without', { value: 'nobody', seed: 1 })).toEqual({
        ok: false,
        fault: { code: 'bad-value', got: 'nobody', allowed: leftOut.join(', ') },
      });
    }
    // Target attention meets the candidate by its id: without it there is nothing to meet.
    expect(leftOutValues(preset('din').build(schema, { width: 4 }).graph, schema)).not.toContain('item id');
  });

  it('says what is wrong with a name or a value, and what there is', () => {
    expect(at('speed', 1 as never)).toEqual({
      code: 'no-setting',
      got: 'speed',
      allowed: [...VARIED_SETTINGS, 'without'].join(', '),
    });
    expect(at('nobody.width', 1 as never)).toMatchObject({ code: 'no-node', got: 'nobody' });
    expect(at('match.size', 1 as never)).toMatchObject({ code: 'no-parameter', got: 'size' });
    expect(at('match.temperature', 9 as never)).toEqual({ code: 'bad-value', got: '9', allowed: '0.005 – 2' });
    expect(at('batch', 1.5 as never)).toMatchObject({ code: 'bad-value', got: '1.5' });
    expect(at('batch', 'many' as never)).toMatchObject({ code: 'bad-value', got: '"many"' });
    expect(at('tablePrecision', 8 as never)).toMatchObject({ code: 'bad-value', allowed: '("float32" | "float16")' });
  });

  it('reads values as they are written', () => {
    expect(valuesIn('0.1, 2,true, mean,[64,32],[8]')).toEqual([0.1, 2, true, 'mean', [64, 32], [8]]);
    expect(valuesIn(' , ')).toEqual([]);
  });
});

describe('the runs of a sweep together', () => {
  it('give the mean over seeds with its t-interval, and what is left', () => {
    const seeds = { ...plan, vary: null, values: [] };
    const runs = [0.2, 0.3, 0.4].map((ndcg, n) => of(null, n + 1, ndcg, { sweep: { ...seeds, value: null } }));
    const { rows, rest, chosen } = summaryOf(runs);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.validation).toEqual(interval([0.2, 0.3, 0.4]));
    expect(rows[0]!.test('recall@10')).toEqual(interval([0.4, 0.6, 0.8]));
    expect(rows[0]!.test('ndcg@10')).toBeNull();
    expect([rest, chosen]).toEqual([[], null]);
    expect(summaryOf(runs.slice(1)).rest).toEqual([{ value: null, seed: 1 }]);
  });

  it('choose a value by validation alone, and count each cell once, when it is over', () => {
    const runs = [
      of(16, 1, 0.3, { evaluated: { metrics: { 'recall@10': 0.1 }, baselines: {} } }),
      of(32, 1, 0.2, { evaluated: { metrics: { 'recall@10': 0.9 }, baselines: {} } }),
      of(16, 1, 0.9, { id: 'older' }),
      of(32, 2, 0.9, { status: 'stopped' }),
      runOf('none'),
    ];
    const [summary, ...others] = sweepsOf(runs);
    expect(others).toEqual([]);
    expect(summary!.chosen).toMatchObject({ value: 16 });
    expect(summary!.rows.map(({ runs: own }) => own.map(({ id }) => id))).toEqual([['16 1'], ['32 1']]);
    expect(summary!.rest).toHaveLength(4);
    expect(summary!.rows[0]!.validation).toEqual({ mean: 0.3, half: null });
  });
});
