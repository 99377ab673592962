import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import { compressedInteraction } from './compressed-interaction';

onDevice();

interface Case {
  rows: number;
  fields: number;
  width: number;
  layers: readonly number[];
  rectified: boolean;
}

/** The network and its gradients in plain loops and double precision, `dy` being the gradient of the sums. */
function looped(
  { rows, fields: count, width, layers, rectified }: Case,
  x: Float32Array,
  kernels: readonly Float32Array[],
  dy: Float32Array,
) {
  const across = layers.reduce((a, b) => a + b, 0);
  const out = new Float64Array(rows * across);
  const dX = new Float64Array(x.length);
  const dKernels = kernels.map(({ length }) => new Float64Array(length));
  for (let row = 0; row < rows; row++) {
    for (let d = 0; d < width; d++) {
      const own = Array.from({ length: count }, (_, j) => x[(row * count + j) * width + d]!);
      const maps = [own];
      let first = 0;
      layers.forEach((next, layer) => {
        const below = maps[layer]!;
        maps.push(
          Array.from({ length: next }, (_, h) => {
            let sum = 0;
            below.forEach((value, i) =>
              own.forEach((other, j) => {
                sum += kernels[layer]![(i * count + j) * next + h]! * value * other;
              }),
            );
            const made = rectified ? Math.max(0, sum) : sum;
            out[row * across + first + h]! += made;
            return made;
          }),
        );
        first += next;
      });
      const slopes = maps.map((map) => map.map(() => 0));
      for (let layer = layers.length - 1; layer >= 0; layer--) {
        const next = layers[layer]!;
        first -= next;
        for (let h = 0; h < next; h++) {
          const slope =
            rectified && maps[layer + 1]![h]! <= 0 ? 0 : slopes[layer + 1]![h]! + dy[row * across + first + h]!;
          for (let i = 0; i < maps[layer]!.length; i++) {
            for (let j = 0; j < count; j++) {
              const at = (i * count + j) * next + h;
              dKernels[layer]![at]! += slope * maps[layer]![i]! * own[j]!;
              slopes[layer]![i]! += slope * kernels[layer]![at]! * own[j]!;
              slopes[0]![j]! += slope * kernels[layer]![at]! * maps[layer]![i]!;
            }
          }
        }
      }
      slopes[0]!.forEach((slope, j) => {
        dX[(row * count + j) * width + d] = slope;
      });
    }
  }
  return [out, dX, ...dKernels];
}

const CASES: readonly Case[] = [
  { rows: 7, fields: 2, width: 3, layers: [5, 4], rectified: false },
  { rows: 70, fields: 5, width: 16, layers: [8, 8], rectified: false },
  { rows: 33, fields: 3, width: 8, layers: [6, 2, 3], rectified: true },
  { rows: 9, fields: 1, width: 4, layers: [2], rectified: true },
];

describe('compressed interaction', () => {
  it.each(CASES)(
    'of $rows rows of $fields fields of width $width in layers $layers, rectified $rectified, has the value and gradients of plain loops',
    async (given) => {
      const { rows, fields, width, layers, rectified } = given;
      const x = numbers(rows * fields * width);
      const shapes = layers.map((maps, layer): [number, number] => [(layers[layer - 1] ?? fields) * fields, maps]);
      const kernels = shapes.map(([products, maps], layer) => numbers(products * maps, layer + 2));
      const across = layers.reduce((a, b) => a + b, 0);
      const dy = numbers(rows * across, 9);
      const { value, grads } = tf.tidy(() =>
        tf.valueAndGrads((given: tf.Tensor, ...weights: tf.Tensor[]) =>
          compressedInteraction(given as tf.Tensor3D, weights as tf.Tensor2D[], rectified),
        )(
          [
            tf.tensor3d(x, [rows, fields, width]),
            ...kernels.map((kernel, layer) => tf.tensor2d(kernel, shapes[layer]!)),
          ],
          tf.tensor2d(dy, [rows, across]),
        ),
      );
      const own = await Promise.all([value, ...grads].map((tensor) => tensor.data()));
      tf.dispose([value, ...grads]);
      looped(given, x, kernels, dy).forEach((expected, at) =>
        expect(relativeError(own[at]!, expected), `tensor ${at}`).toBeLessThan(1e-5),
      );
    },
  );

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      tf.grad((x: tf.Tensor) => compressedInteraction(x as tf.Tensor3D, [tf.ones([4, 3]), tf.ones([6, 2])], true))(
        tf.ones([5, 2, 4]),
      );
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
