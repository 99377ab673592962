import { expect, it } from 'vitest';
import { numbers, onDevice } from '../../testing';
import * as tf from '../../tf';
import { presentRows } from './present-rows';

onDevice();

it.each([
  [[1, 1], 1],
  [[7, 9], 0.5],
  [[256, 50], 0.2],
  [[30, 10], 0],
  [[30, 10], 1],
] as const)(
  'of a mask of %j, a share of %f of it there, names those that are in order, then the others',
  async (shape, share) => {
    const mask = numbers(shape[0] * shape[1], 3).map((x) => ((x + 1) / 2 < share ? 1 : 0));
    const rows = presentRows(tf.tensor2d(mask, [...shape]))!;
    const [count, ...places] = await rows.data();
    rows.dispose();
    const all = Array.from(mask, (_, place) => place);
    const there = all.filter((place) => mask[place] === 1);
    expect(count).toBe(there.length);
    expect(places).toEqual([...there, ...all.filter((place) => mask[place] === 0)]);
  },
);
