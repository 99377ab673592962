/** For tests: an objective alone, on given vectors. */
import { expect, it } from 'vitest';
import { uniforms } from '../../engine/kernels/counter-uniform/reference';
import * as tf from '../../engine/tf';
import type { AnyBlock, AnyForward, ItemColumn, Pairs } from '../blocks/block';
import type { Json } from '../document/graph';
import { withDefaults } from '../document/params';
import { harnessContext } from './context';
import { hitTensor } from './pairs';

export type Matrix = number[][];

/**
 * [i][j] = 1 where column j is no negative of row i: it has its item, or one that its user took. `mixed` [B + N]: log q
 * of all columns, where some are sampled.
 */
export interface Masks {
  logQ?: number[];
  mixed?: number[];
  sameItem?: Matrix;
  sameUser?: Matrix;
  realColumn?: number[];
  weight?: number[];
  /** Of the catalogue; as many as there are columns unless given. */
  items?: number;
}

export function pairsOf(size: number, masks: Masks): Pairs {
  const ones = Array<number>(size).fill(1);
  const { mixed } = masks;
  const real = masks.realColumn ?? ones;
  // An item is called by its first column.
  const items = Array.from({ length: mixed?.length ?? size }, (_, j) => {
    const first = masks.sameItem?.findIndex((row, i) => row[j] || masks.sameItem?.[j]?.[i]) ?? -1;
    return first < 0 ? j : Math.min(first, j);
  });
  const taken = items
    .slice(0, size)
    .map((own, i) => new Set([own, ...items.filter((_, j) => masks.sameUser?.[i]![j])]));
  return {
    logQ: tf.tensor1d(masks.logQ ?? Array<number>(size).fill(-1)),
    hits: hitTensor(items, taken),
    realColumn: tf.tensor1d(real),
    weight: tf.tensor1d(masks.weight ?? ones),
    sampled: mixed
      ? { logQ: tf.tensor1d(mixed), realColumn: tf.tensor1d([...real, ...mixed.slice(size).map(() => 1)]) }
      : null,
    lists: null,
    items: masks.items ?? items.length,
  };
}

export const offDiagonal = (size: number): Matrix =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 0 : 1)));

/** Fixed numbers in [-1, 1], another set for each stream. */
export function spread(rows: number, width: number, stream: number): Matrix {
  const numbers = uniforms(7, 0, stream, rows * width);
  return Array.from({ length: rows }, (_, i) =>
    Array.from(numbers.subarray(i * width, (i + 1) * width), (u) => 2 * u - 1),
  );
}

export const largest = (matrix: Matrix): number => Math.max(...matrix.flat().map(Math.abs));
export const twice = (matrix: Matrix): Matrix => [...matrix, ...matrix];

export interface Given extends Masks {
  user: Matrix;
  item: Matrix;
  augmented?: Matrix;
  scale?: number;
  /** The field's rows of each item, one or several that share it alike; 0 fills up. */
  column?: readonly (number | readonly number[])[];
  /** Of the objective, not differentiated. */
  weights?: Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;
}

const columnOf = (column: number[][]): ItemColumn => ({
  values: tf.tensor2d(column),
  rows: Math.max(...column.flat()) + 1,
  shares: tf.tensor2d(
    column.map((slots) =>
      slots.map((slot, at) => (slot > 0 || at === 0 ? 1 / Math.max(1, slots.filter((other) => other > 0).length) : 0)),
    ),
  ),
});

/** The loss of an objective, and its gradients. @param probed is told the live values of one number */
export async function run(
  block: AnyBlock,
  forward: AnyForward,
  given: Given,
  params: Record<string, Json> = {},
  probed: (name: string, value: number) => void = () => undefined,
): Promise<{ loss: number; user: Matrix; item: Matrix; augmented: Matrix }> {
  const seen = new Map<string, tf.Tensor>();
  const { user, item, augmented = user, scale = 1, column, weights = {} } = given;
  const width = user[0]!.length;
  const vector = { kind: 'vector', width: augmented[0]!.length, parts: [] } as const;
  const tensors = tf.tidy(() => {
    const context = harnessContext({
      training: true,
      pairs: () => pairsOf(user.length, given),
      probed: (name, x) => {
        seen.set(name, tf.keep(tf.clone(x)));
      },
      ...(column ? { column: () => columnOf(column.map((slots) => [slots].flat())) } : {}),
    });
    const { value, grads } = tf.valueAndGrads((u: tf.Tensor, v: tf.Tensor, a: tf.Tensor) => {
      const pairing = {
        type: { kind: 'pairing', width, rule: 'dot' },
        user: u as tf.Tensor2D,
        item: v as tf.Tensor2D,
        scale: tf.tensor1d([scale]),
      } as const;
      const own = Object.fromEntries(
        Object.entries(weights).map(([name, values]) => [name, tf.tensor(values as number[])]),
      );
      const { loss } = forward(
        {
          pairing,
          augmented: { type: vector, values: a as tf.Tensor2D },
          vector: { type: vector, values: v as tf.Tensor2D },
        },
        own,
        withDefaults(block.params, params),
        context,
      );
      // A gradient that does not exist is zero: tfjs would refuse it.
      const { values } = loss as { values: tf.Tensor };
      return tf.reshape(
        [u, v, a].reduce((sum, x) => tf.add(sum, tf.mul(tf.sum(x), 0)), values),
        [],
      ) as tf.Scalar;
    })([tf.tensor2d(user), tf.tensor2d(item), tf.tensor2d(augmented)]);
    return [value, ...grads];
  });
  const [loss, ...slopes] = await Promise.all(tensors.map((tensor) => tensor.array()));
  for (const [name, value] of seen) if (value.size === 1) probed(name, (await value.data())[0]!);
  tf.dispose([tensors, [...seen.values()]]);
  return { loss: loss as number, user: slopes[0] as Matrix, item: slopes[1] as Matrix, augmented: slopes[2] as Matrix };
}

/**
 * What a mean over pairs of a row's own item and one negative keeps, whatever its loss.
 * @param of the objective, with one negative per row
 */
export function keepsTraps(of: (given: Given) => Promise<{ loss: number; item: Matrix }>): void {
  it('trap 19: a batch that stands twice has the same loss and the same update', async () => {
    const [user, item] = [spread(3, 4, 0), spread(3, 4, 1)];
    const once = await of({ user, item });
    const doubled = await of({ user: twice(user), item: twice(item) });
    expect(doubled.loss).toBeCloseTo(once.loss, 5);
    once.item.forEach((row, i) =>
      row.forEach((slope, d) => expect(doubled.item[i]![d]! + doubled.item[i + 3]![d]!).toBeCloseTo(slope, 5)),
    );
  });

  it('trap 27: the loss falls when a negative is pushed away', async () => {
    // Row 1 has no weight: its item is only a negative.
    const at = async (negative: number) =>
      (await of({ user: [[1], [1]], item: [[1], [negative]], weight: [1, 0] })).loss;
    expect(await at(-1)).toBeLessThan(await at(0));
    expect(await at(0)).toBeLessThan(await at(1));
  });
}
