import { nodeGpu } from '../../node-gpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDevice, type Device } from '../../device';
import * as tf from '../../tf';
import { uniforms } from '../counter-uniform/reference';
import { l2Normalise, SHORTEST } from './l2-normalise';
import { l2GradientReference, l2NormaliseReference } from './reference';

let device: Device;
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
});
afterAll(() => device.close());

async function run(x: Float32Array, dy: Float32Array, width: number, widths?: readonly number[]) {
  const shape: [number, number] = [x.length / width, width];
  const results = tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((t: tf.Tensor) => l2Normalise(t as tf.Tensor2D, widths))(
      tf.tensor2d(x, shape),
      tf.tensor2d(dy, shape),
    );
    return [value, grad];
  });
  const [y, dx] = await Promise.all(results.map((t) => t.data()));
  tf.dispose(results);
  return { y: [...y!], dx: [...dx!] };
}

describe('l2Normalise', () => {
  it('makes 3, 4 into .6, .8', async () => {
    const { y } = await run(Float32Array.of(3, 4), Float32Array.of(0, 0), 2);
    expect(y[0]).toBeCloseTo(0.6, 6);
    expect(y[1]).toBeCloseTo(0.8, 6);
  });

  it.each([
    [3, 5],
    [130, 64],
  ])('agrees with the plain loops at %i rows of width %i', async (rows, width) => {
    const x = uniforms(1, 0, 1, rows * width).map((u) => 4 * u - 2);
    const dy = uniforms(1, 0, 2, rows * width).map((u) => 2 * u - 1);
    const got = await run(x, dy, width);
    const y = l2NormaliseReference(x, [width], SHORTEST);
    const dx = l2GradientReference(x, dy, [width], SHORTEST);
    got.y.forEach((v, i) => expect(v).toBeCloseTo(y[i]!, 5));
    got.dx.forEach((v, i) => expect(v).toBeCloseTo(dx[i]!, 5));
  });

  it.each([[[4, 8, 4]], [[3, 1, 6]]])('normalises parts %j each by itself', async (widths) => {
    const [rows, width] = [70, widths.reduce((a, b) => a + b, 0)];
    const x = uniforms(1, 0, 3, rows * width).map((u) => 4 * u - 2);
    const dy = uniforms(1, 0, 4, rows * width).map((u) => 2 * u - 1);
    const got = await run(x, dy, width, widths);
    for (let row = 0; row < rows; row++) {
      let from = row * width;
      for (const own of widths) {
        const [part, slope] = [x.slice(from, from + own), dy.slice(from, from + own)];
        const y = l2NormaliseReference(part, [own], SHORTEST);
        const dx = l2GradientReference(part, slope, [own], SHORTEST);
        y.forEach((value, i) => expect(got.y[from + i]).toBeCloseTo(value, 5));
        dx.forEach((value, i) => expect(got.dx[from + i]).toBeCloseTo(value, 5));
        from += own;
      }
    }
  });

  it('keeps value and gradient of a zero row finite', async () => {
    const { y, dx } = await run(Float32Array.of(0, 0), Float32Array.of(1, -1), 2);
    expect(y).toEqual([0, 0]);
    expect(dx.map((v) => Math.round(v))).toEqual([1e6, -1e6]);
  });
});
