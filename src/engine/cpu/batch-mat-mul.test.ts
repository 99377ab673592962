import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../device';
import { matMulReference } from '../kernels/mat-mul/reference';
import { productOf } from '../kernels/mat-mul/shapes';
import { numbers, relativeError } from '../testing';
import * as tf from '../tf';

beforeAll(openCpu);

/** Register tiles and blocks that are full, cut, and single; batches that both, or one of them, has. */
const SHAPES: readonly (readonly [a: number[], b: number[]])[] = [
  [
    [4, 8],
    [8, 8],
  ],
  [
    [1, 9],
    [9, 1100],
  ],
  [
    [70, 600],
    [600, 13],
  ],
  [
    [67, 3],
    [3, 261],
  ],
  [
    [5, 30, 7],
    [5, 7, 11],
  ],
  [
    [6, 9, 20],
    [20, 8],
  ],
  [
    [33, 5],
    [3, 5, 12],
  ],
  [
    [2, 3, 4, 5],
    [2, 3, 5, 6],
  ],
];
const turned = (shape: readonly number[]): number[] => [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];
const sizeOf = (shape: readonly number[]): number => shape.reduce((x, y) => x * y, 1);

describe('products on the CPU', () => {
  for (const [a, b] of SHAPES) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      it(`of [${a}]${transposeA ? 'ᵀ' : ''} and [${b}]${transposeB ? 'ᵀ' : ''} are those of the plain loops`, () => {
        const [shapeA, shapeB] = [transposeA ? turned(a) : a, transposeB ? turned(b) : b];
        const [left, right] = [numbers(sizeOf(a), 1), numbers(sizeOf(b), 2)];
        const { product, shape } = productOf(shapeA, shapeB, transposeA, transposeB);
        const got = tf.tidy(() => {
          const out = tf.matMul(tf.tensor(left, shapeA), tf.tensor(right, shapeB), transposeA, transposeB);
          expect(out.shape).toEqual(shape);
          return out.dataSync();
        });
        expect(relativeError(got, matMulReference(left, right, product))).toBeLessThan(1e-6);
      });
    }
  }

  it('of truth values that were cast are those of the numbers they stand for', () => {
    const ones = tf.cast(tf.tensor2d([true, false], [2, 1], 'bool'), 'float32');
    expect([...tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), ones).dataSync()]).toEqual([1, 3]);
  });
});
