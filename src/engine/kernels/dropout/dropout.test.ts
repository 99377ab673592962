import { afterEach, expect, it } from 'vitest';
import { Storage } from '../../storage';
import { numbers, onDevice } from '../../testing';
import * as tf from '../../tf';
import { uniforms } from '../counter-uniform/reference';
import { dropout } from './dropout';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

/** With a few zeros, for which nothing is drawn. */
const values = (rows: number): Float32Array => numbers(rows * 3, 1).map((x, i) => (i % 12 < 5 ? 0 : x));

async function run(rows: number, factor: number) {
  const step = Storage.create('step', [1], 'int32', Uint32Array.of(4));
  const results = tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) =>
      dropout(x, { stream: 77, seed: 5, step }, { rate: 0.3, factor }),
    )(tf.tensor2d(values(rows), [rows, 3]), tf.tensor2d(numbers(rows * 3, 2), [rows, 3]));
    return [value, grad];
  });
  const data = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  step.dispose();
  return data.map((values) => [...values]);
}

it.each([
  [5, 1],
  [90, 1 / 0.7],
  [88, 1 / 0.7],
])('%i rows times %f: drops by the numbers of the plain loop, the gradient as the value', async (rows, factor) => {
  const u = uniforms(5, 4, 77, rows * 3);
  const expected = [1, 2].map((seed) =>
    Array.from(seed === 1 ? values(rows) : numbers(rows * 3, seed), (x, i) =>
      Math.fround(u[i]! >= Math.fround(0.3) ? x * Math.fround(factor) : 0),
    ),
  );
  expect(await run(rows, factor)).toEqual(expected);
  await tf.setBackend('cpu');
  const plain = await run(rows, factor);
  plain.forEach((values, i) => values.forEach((value, at) => expect(value).toBeCloseTo(expected[i]![at]!, 6)));
});

it('adds what is left to another tensor, which gets the whole slope', async () => {
  const [x, onto, dy] = [values(8), numbers(24, 3), numbers(24, 2)];
  const run = async (): Promise<number[][]> => {
    const step = Storage.create('step', [1], 'int32', Uint32Array.of(4));
    const results = tf.tidy(() => {
      const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) =>
        dropout(a, { stream: 77, seed: 5, step }, { rate: 0.3, factor: 2 }, b),
      )([tf.tensor2d(x, [8, 3]), tf.tensor2d(onto, [8, 3])], tf.tensor2d(dy, [8, 3]));
      return [value, ...grads];
    });
    const data = await Promise.all(results.map((tensor) => tensor.data()));
    tf.dispose(results);
    step.dispose();
    return data.map((all) => [...all]);
  };
  const u = uniforms(5, 4, 77, 24);
  const kept = (all: Float32Array): number[] =>
    Array.from(all, (a, i) => (u[i]! >= Math.fround(0.3) ? Math.fround(2 * a) : 0));
  const expected = [kept(x).map((a, i) => Math.fround(a + onto[i]!)), kept(dy), [...dy]];
  const close = (found: number[][]): void =>
    found.forEach((all, i) => all.forEach((a, at) => expect(a).toBeCloseTo(expected[i]![at]!, 6)));
  close(await run());
  await tf.setBackend('cpu');
  close(await run());
});
