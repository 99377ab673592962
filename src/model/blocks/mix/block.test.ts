import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import mix from './block';
import forward from './forward';

beforeAll(openCpu);
const type = { kind: 'vector', width: 2, parts: [] } as const;

describe('mix', () => {
  it('adds s times the second vector, s fixed or learnt', async () => {
    const inputs = { a: { type, values: tf.tensor2d([[1, 2]]) }, b: { type, values: tf.tensor2d([[10, 20]]) } };
    const context = harnessContext({ training: true });
    const fixed = await forward(inputs, {}, { scale: 0.5, learnt: false }, context).vector.values.array();
    const learnt = await forward(
      inputs,
      { scale: tf.tensor1d([2]) },
      { scale: 0.5, learnt: true },
      context,
    ).vector.values.array();
    expect(fixed).toEqual([[6, 12]]);
    expect(learnt).toEqual([[21, 42]]);
  });

  it('starts the learnt s at the given one', () => {
    expect(mix.weights({ a: type, b: type }, { scale: 0.3, learnt: true })).toEqual({
      scale: { shape: [1], init: { kind: 'constant', value: 0.3 } },
    });
    expect(mix.weights({ a: type, b: type }, { scale: 0.3, learnt: false })).toEqual({});
  });

  it('is laid out like the first vector', () => {
    const parts = [
      { name: 'item id', width: 1 },
      { name: 'stall', width: 1 },
    ];
    const vectorOf = (a: typeof type | { kind: 'vector'; width: 2; parts: typeof parts }) =>
      mix.infer({ a, b: type }, { scale: 1, learnt: false }, { table: () => undefined });
    expect(vectorOf({ ...type, parts })).toEqual({
      vector: { kind: 'vector', width: 2, parts: [{ name: 'mix', width: 2 }], layout: parts },
    });
    // Of one part there is nothing to tell apart.
    expect(vectorOf({ ...type, parts: [{ name: 'mlp', width: 2 }] })).toEqual({
      vector: { kind: 'vector', width: 2, parts: [{ name: 'mix', width: 2 }] },
    });
  });

  it('refuses vectors of different width', () => {
    expect(
      mix.infer({ a: type, b: { ...type, width: 3 } }, { scale: 1, learnt: false }, { table: () => undefined }),
    ).toMatchObject({ code: 'width-mismatch', field: 'b', values: { left: 2, right: 3 } });
  });
});
