import { expect, it } from 'vitest';
import { Ring } from './ring';
import { onDevice } from './testing';
import * as tf from './tf';

onDevice();

it.each([1, 6, 7, 20])('keeps the last rows of %i columns in their order', async (width) => {
  const ring = new Ring('test', width, 3);
  const row = (step: number) => Array.from({ length: width }, (_, column) => 100 * step + column);
  for (let step = 0; step < 5; step++) tf.tidy(() => ring.push(row(step).map((x) => tf.scalar(x))));
  const { first, rows } = await ring.take();
  expect(first).toBe(2);
  expect(rows.map((numbers) => [...numbers])).toEqual([2, 3, 4].map(row));
  ring.dispose();
});
