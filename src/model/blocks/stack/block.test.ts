import { describe, expect, it } from 'vitest';
import { WeightStore } from '../../../engine/optimizers/weights';
import { onDevice } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { judge } from '../../check/judge';
import { CompiledGraph } from '../../run/compile';
import type { Settings } from '../../document/graph';
import { schemaOf } from '../../document/schema';
import { addWeights } from '../../run/train-step';
import { harnessContext } from '../../harness/context';
import { graphOf, servedScores, tinyDataset } from '../../harness/tiny-log';
import stack from './block';
import forward from './forward';

onDevice();
const type = { kind: 'vector', width: 2, parts: [{ name: 'mlp', width: 2 }] } as const;

describe('stack', () => {
  it('lays vectors one upon the other; what is zero is not active, but for the first', async () => {
    const vectors = [
      [
        [1, 2],
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, -3e-38],
        [0, 0],
      ],
      [
        [5, 0],
        [7, 8],
        [0, 0],
      ],
    ].map((rows) => ({ type, values: tf.tensor2d(rows) }));
    const { values, active } = forward({ vectors }, {}, {}, harnessContext({ training: true })).interests;
    expect(values.shape).toEqual([3, 3, 2]);
    expect((await values.array())[0]).toEqual([
      [1, 2],
      [0, 0],
      [5, 0],
    ]);
    expect(await active.array()).toEqual([
      [1, 0, 1],
      [1, 1, 1],
      [1, 0, 0],
    ]);
  });

  it('refuses vectors of different width', () => {
    const infer = (width: number) =>
      stack.infer({ vectors: [type, { ...type, width }] }, {}, { table: () => undefined });
    expect(infer(3)).toEqual({ code: 'width-mismatch', field: 'vectors', values: { left: 2, right: 3 } });
    expect(infer(2)).toEqual({ interests: { kind: 'interests', count: 2, width: 2 } });
  });

  // Of users with one session the long term is empty: a zero vector would score 0 with every item, above those that the
  // other one dislikes.
  it('ranks by the vectors that are there alone (trap 9)', async () => {
    const tiny = tinyDataset();
    // A month within seven hours.
    const dataset = { ...tiny, events: { ...tiny.events, time: tiny.events.time.map((time) => time / 100) } };
    const nodes = (gap: number, long: boolean) =>
      ({
        'short-term': ['short-term', 'user', { tables: ['items'], gap }],
        short: ['pool', 'user', { by: 'mean' }],
        ...(long
          ? ({
              'long-term': ['long-term', 'user', { tables: ['items'], gap, days: 0 }],
              long: ['pool', 'user', { by: 'mean' }],
            } as const)
          : {}),
        stack: ['stack', 'user'],
        item: ['fields', 'item', { tables: ['items'] }],
        flat: ['concat', 'item'],
        match: ['label-aware', 'match'],
        softmax: ['in-batch-softmax', 'objective'],
      }) as const;
    const edges = [
      'short-term.sequence > short.sequence',
      'short.vector > stack.vectors',
      'item.fields > flat.parts',
      'stack.interests > match.interests',
      'flat.vector > match.item',
      'match.pairing > softmax.pairing',
    ];
    const more = ['long-term.sequence > long.sequence', 'long.vector > stack.vectors'];
    const settings: Settings = {
      seed: 3,
      batch: 16,
      clipNorm: null,
      tablePrecision: 'float32',
      schedule: { kind: 'constant', warmup: 0 },
      optimizers: [{ pattern: '*', rule: 'adam', learningRate: 0.01, weightDecay: 0 }],
      stages: [{ terms: ['*'], trainable: ['*'], until: { steps: 1 } }],
    };
    const scores = async (gap: number, long: boolean): Promise<number[]> => {
      const compiled = new CompiledGraph(
        judge(
          graphOf({ items: ['item id', 4] }, nodes(gap, long), long ? [...edges, ...more] : edges),
          schemaOf(dataset),
        ),
      );
      const weights = new WeightStore();
      addWeights(weights, compiled, settings);
      const found = await servedScores(compiled, dataset, weights, 5);
      weights.dispose();
      return [...found];
    };
    // With a gap of a day everyone has one session.
    const one = await scores(1440, false);
    expect(await scores(1440, true)).toEqual(one);
    expect(Math.min(...one)).toBeLessThan(-1);
    // Where sessions end after a minute, the long term answers where it scores higher.
    const [short, both] = [await scores(1, false), await scores(1, true)];
    expect(both.every((score, at) => score >= short[at]! - 1e-5)).toBe(true);
    expect(both).not.toEqual(short);
  });
});
