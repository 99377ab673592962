import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDevice, type Device } from '../../../engine/device';
import { nodeGpu } from '../../../engine/node-gpu';
import { valuesPerUser, type StudyRun } from '../judging/runs';
import { settingsOf } from '../drawing/field-towers';
import type { Study } from '../studies';
import type { Run } from '../../runs/run';
import type { SeriesChunk } from '../../runs/series';
import type { GraphNode, TowerGraph } from '../../../model/document/graph';
import { plainDocument } from '../../testing';
import { documentsOf, prepare, type Prepared } from './documents';
import { probeValues } from './outcome';
import { runArm } from './run-arm';

const draw = () => plainDocument(1).graph;
function drawRanker(): TowerGraph {
  const { nodes, edges, ...graph } = draw();
  const match = (id: string, block: string, params = {}) =>
    ({ id, block, side: block === 'list-softmax' ? 'objective' : 'match', params, at: [0, 0] }) as GraphNode;
  return {
    ...graph,
    kind: 'ranker',
    nodes: [
      ...nodes.filter(({ side }) => side === 'user' || side === 'item'),
      match('match', 'tower-score'),
      match('loss', 'list-softmax', { candidates: 3 }),
    ],
    edges: [
      ...edges.filter(({ to }) => to.node !== 'softmax'),
      { from: { node: 'match', output: 'logits' }, to: { node: 'loss', input: 'logits' } },
    ],
  };
}

const KEEP = 10;
/** Towers, and a ranker of what they find. */
const behind: Study['arms'][string] = {
  budget: 'own',
  funnel: { towers: draw, ranker: drawRanker },
  keep: KEEP,
};
const small: Study = {
  id: 'small',
  question: '',
  world: { id: 'bookshop', events: 1000, seed: 3 },
  settings: () => ({
    ...settingsOf(32, 0.01, { patience: 1, maxEpochs: 1 }),
    stages: [{ terms: ['*'], trainable: ['*'], until: { steps: 40 } }],
  }),
  arms: {
    one: { budget: 'own', draw },
    'twice the same': { budget: 'own', retrievals: { a: draw, b: draw } },
    behind,
  },
  budget: null,
  compare: [],
  measure: ({ trained, weights, funnel }) =>
    Promise.resolve({
      ...(funnel ? { 'handed on': funnel.stages[0]!.recall } : {}),
      ...probeValues(trained[0]!, 'both/scale'),
      ...probeValues(trained[0]!, 'no/such'),
      ...(weights ? { first: weights[0]!, second: weights[1]! } : {}),
    }),
  claims: [],
};

let device: Device;
let prepared: Prepared;
const runs: Record<string, StudyRun> = {};
const kept: { run: Run; series: SeriesChunk[] }[] = [];
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
  prepared = await prepare(small, 5);
  for (const arm of Object.keys(small.arms)) {
    runs[arm] = await runArm(device, small, prepared, arm, (run, series) => kept.push({ run, series }));
  }
});
afterAll(() => device.close());

describe('an arm of a study', () => {
  it('is trained and measured: per user, on the whole, by the oracle and by its own measures', () => {
    const { measures, ndcg, steps, seed, parameters, finalWidth } = runs['one']!;
    const users = prepared.loaded.dataset.split.test.length;
    const values = valuesPerUser(ndcg);
    expect(values).toHaveLength(users);
    // One item is asked of each: it was shown, or it was not.
    expect(values.filter((value) => value > 0).length / users).toBeCloseTo(measures['hr@10']!, 6);
    expect(values.reduce((sum, x) => sum + x, 0) / users).toBeCloseTo(measures['ndcg@10']!, 3);
    expect(measures['share of the oracle']).toBeGreaterThan(measures['ndcg@10']!);
    expect(measures['share of the oracle']).toBeLessThan(1);
    expect(measures['validation ndcg@10']).toBeGreaterThan(0);
    expect(measures['both/scale/s']).not.toBe(0.5);
    expect(measures['both/scale/s']).toBeGreaterThan(0.2);
    expect({ steps, seed, finalWidth }).toEqual({ steps: 40, seed: 5, finalWidth: 4 });
    // Two tables of width 4, eight positions are not learnt here, one scale.
    const rows = prepared.loaded.dataset.fields
      .filter(({ kind }) => kind === 'id')
      .reduce((sum, field) => sum + field.rows, 0);
    expect(parameters).toBe(4 * rows + 1);
  });

  it('keeps what it trains as runs, each with its curves; retrievals that are merged have no figures of their own', () => {
    expect(kept.map(({ run }) => run.title)).toEqual([
      'small, one, seed 5',
      'small, twice the same, a, seed 5',
      'small, twice the same, b, seed 5',
      'small, behind, towers, seed 5',
      'small, behind, ranker, seed 5',
    ]);
    const [one, a] = kept;
    expect(one!.run).toMatchObject({ status: 'finished', data: { fingerprint: prepared.loaded.dataset.fingerprint } });
    expect(one!.run.evaluated!.metrics['hr@10']).toBe(runs['one']!.measures['hr@10']);
    expect(a!.run.evaluated).toBeNull();
    for (const { series } of kept) expect(series.find(({ name }) => name === 'loss')!.values).toHaveLength(40);
  });

  it('of two retrievals that are the same ranks as one of them, whatever the weights', () => {
    const [one, twice] = [runs['one']!, runs['twice the same']!];
    expect(twice.parameters).toBe(2 * one.parameters);
    expect(twice.steps).toBe(80);
    // Scores are summed in another order: one swap of near-equal items at the most.
    expect(twice.measures['hr@10']).toBeCloseTo(one.measures['hr@10']!, 1);
    expect(twice.measures['ndcg@10']).toBeCloseTo(one.measures['ndcg@10']!, 2);
    expect(twice.measures['first']! + twice.measures['second']!).toBeGreaterThan(0);
  });

  it('of a funnel is the towers as they are alone, and finds what they hand on and no more', () => {
    const [{ measures: towers }, { measures, ndcg, steps, parameters }] = [runs['one']!, runs['behind']!];
    expect(steps).toBe(80);
    expect(parameters).toBeGreaterThan(runs['one']!.parameters);
    expect(measures['both/scale/s']).toBe(towers['both/scale/s']);
    // Of as many as a list has all stay on it, in another order.
    expect(measures['handed on']).toBe(towers['hr@10']);
    expect(measures['hr@10']).toBe(towers['hr@10']);
    expect(measures['ndcg@10']).not.toBe(towers['ndcg@10']);
    const values = valuesPerUser(ndcg);
    expect(values.reduce((sum, x) => sum + x, 0) / values.length).toBeCloseTo(measures['ndcg@10']!, 3);
  });

  it('leaves nothing behind on the device but the device', async () => {
    expect((await runArm(device, small, prepared, 'one')).measures).toEqual(runs['one']!.measures);
    await expect(runArm(device, small, prepared, 'two')).rejects.toThrow(
      'study "small" has no arm "two"; the arms are one, twice the same, behind',
    );
  });
});

describe('the documents of a study', () => {
  const schema = {
    users: 100,
    items: 50,
    events: 900,
    hasTime: true,
    fields: [
      { name: 'user id', owner: 'user', kind: 'id', rows: 102, length: 1 },
      { name: 'item id', owner: 'item', kind: 'id', rows: 52, length: 1 },
    ],
  } as const;

  it('give every run its own seed and mark, and one arm the same mark again', () => {
    const mark = (study: Study, seed: number, data: string) => documentsOf(study, schema, seed, data)['one']!.mark;
    expect(documentsOf(small, schema, 9, 'x')['one']!.settings.seed).toBe(9);
    expect(mark(small, 1, 'x')).toBe(mark(small, 1, 'x'));
    expect(
      new Set([
        mark(small, 1, 'x'),
        mark(small, 2, 'x'),
        mark(small, 1, 'y'),
        mark({ ...small, settings: () => settingsOf(32, 0.02, { patience: 1, maxEpochs: 1 }) }, 1, 'x'),
      ]).size,
    ).toBe(4);
    const markOfFunnel = (keep: number): string =>
      documentsOf({ ...small, arms: { behind: { ...behind, keep } } }, schema, 1, 'x')['behind']!.mark;
    expect(markOfFunnel(KEEP)).toBe(markOfFunnel(KEEP));
    expect(markOfFunnel(KEEP + 1)).not.toBe(markOfFunnel(KEEP));
  });

  it('refuse a budget that no arm has, or that cannot be kept', () => {
    expect(() => documentsOf({ ...small, budget: 'three' }, schema, 1, 'x')).toThrow(
      'study "small": the budget is that of "three"; the arms are one, twice the same, behind',
    );
    const equal: Study = {
      ...small,
      budget: 'one',
      arms: {
        ...small.arms,
        other: {
          budget: 'equal',
          draw: () => ({ ...draw(), tables: draw().tables.map((table) => ({ ...table, width: 6 })) }),
        },
      },
    };
    expect(() => documentsOf(equal, schema, 1, 'x')).toThrow(
      'study "small", arm "other": other cannot be brought to the budget: its final width is 6, not 4',
    );
  });
});
