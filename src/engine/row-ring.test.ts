import { afterEach, expect, it } from 'vitest';
import { pushRows } from './row-ring';
import { Storage } from './storage';
import { onDevice } from './testing';
import * as tf from './tf';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

const BACKENDS = ['webgpu', 'cpu'] as const;

/** Rows of two numbers, [n, -n], pushed by steps of so many; what the ring holds after each. */
async function pushed(slots: number, steps: readonly number[]): Promise<number[][]> {
  const ring = Storage.create('ring', [slots, 2], 'float32');
  const slot = Storage.create('slot', [1], 'int32');
  const held: number[][] = [];
  let next = 0;
  for (const count of steps) {
    const rows = Array.from({ length: count }, (_, row) => [next + row + 1, -(next + row + 1)]);
    slot.write(Uint32Array.of(next % slots));
    const given = tf.tensor2d(rows);
    pushRows(ring, given, slot);
    given.dispose();
    next += count;
    held.push(Array.from((await ring.read()).filter((_, at) => at % 2 === 0)));
    expect((await ring.read())[1]).toBe(-held.at(-1)![0]! || 0);
  }
  ring.dispose();
  slot.dispose();
  return held;
}

it.each(BACKENDS)('goes round, and holds the newest rows, on %s', async (backend) => {
  await tf.setBackend(backend);
  expect(await pushed(5, [3, 3, 3])).toEqual([
    [1, 2, 3, 0, 0],
    [6, 2, 3, 4, 5],
    [6, 7, 8, 9, 5],
  ]);
});

it.each(BACKENDS)('of more rows than it has slots holds the last ones, on %s', async (backend) => {
  await tf.setBackend(backend);
  expect(await pushed(2, [5, 5])).toEqual([
    [5, 4],
    [9, 10],
  ]);
});

it('refuses rows of another width', () => {
  const ring = Storage.create('ring', [2, 3], 'float32');
  expect(() => tf.tidy(() => pushRows(ring, tf.zeros([2, 4]), ring))).toThrow(
    'ring holds rows of 3 numbers, got [2,4]',
  );
  ring.dispose();
});
