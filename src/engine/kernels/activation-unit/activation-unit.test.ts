import { expect, it } from 'vitest';
import { numbers, onCpu, onDevice, relativeError } from '../../testing';
import * as tf from '../../tf';
import type { Tensor, Tensor2D } from '../../tf';
import { activationUnit, type UnitInputs } from './activation-unit';

onDevice();

const NAMES = ['events', 'items', 'ofEvents', 'ofItems', 'kernel', 'output'] as const;

/** Logits, then the gradients of all inputs but the mask. */
async function run(rows: number, each: number, length: number, width: number, hidden: number) {
  const made = tf.tidy(() => {
    const of = (seed: number, shape: [number, number]): Tensor2D =>
      tf.tensor2d(numbers(shape[0] * shape[1], seed), shape);
    const mask: Tensor2D = tf.tensor2d(
      numbers(rows * length, 9).map((x, at) => Number(at >= length && x > 0)),
      [rows, length],
    );
    const events = tf.mul<Tensor2D>(of(1, [rows * length, width]), tf.reshape(mask, [-1, 1]));
    const inputs = [
      events,
      of(2, [rows * each, width]),
      of(3, [rows * length, hidden]),
      of(4, [rows * each, hidden]),
      of(5, [width, hidden]),
      of(6, [hidden, 1]),
    ];
    const { value, grads } = tf.valueAndGrads((...given: Tensor[]) =>
      activationUnit({
        mask,
        ...(Object.fromEntries(NAMES.map((name, i) => [name, given[i]])) as unknown as Omit<UnitInputs, 'mask'>),
      }),
    )(inputs, of(7, [rows * each, length]));
    return [value, ...grads];
  });
  const found = await Promise.all(made.map((tensor) => tensor.data()));
  tf.dispose(made);
  return found.map((values) => Float32Array.from(values));
}

it.each([
  [3, 4, 6, 8, 5],
  [2, 300, 5, 7, 36],
  [5, 1, 3, 4, 1],
])(
  'of %i rows with %i candidates and %i events of %i numbers, %i units: a CPU gives what a GPU gives, and its gradients',
  async (...sizes) => {
    const gpu = await run(...sizes);
    const cpu = await onCpu(() => run(...sizes));
    cpu.forEach((values, i) => expect(relativeError(values, gpu[i]!), ['logits', ...NAMES][i]).toBeLessThan(1e-5));
    // The first row has no events.
    expect(cpu[0]!.subarray(0, sizes[1] * sizes[2]).every((logit) => logit === 0)).toBe(true);
    expect(cpu[0]!.some((logit) => logit !== 0)).toBe(true);
  },
);
