import { expect, it } from 'vitest';
import { nearest, nextStop } from './useTimeline';

const stops = [2, 10, 40].map((step) => ({ step, epoch: 0 }));

it('goes from stop to stop, past the last one to the run as it is, and never before the first', () => {
  expect([2, 10, 40].map((at) => nextStop(stops, at, 1))).toEqual([10, 40, null]);
  expect([null, 40, 10, 2].map((at) => nextStop(stops, at, -1))).toEqual([40, 10, 2, 2]);
  expect(nextStop(stops, null, 1)).toBeNull();
  expect(nextStop(stops, 2, 5)).toBeNull();
  expect(nextStop([], null, -1)).toBeNull();
});

it('goes from a stop that has given way to its neighbours', () => {
  expect([nextStop(stops, 20, 1), nextStop(stops, 20, -1)]).toEqual([40, 10]);
});

it('finds the stop that is the nearest to the hand; at its end the run is shown as it is', () => {
  expect([0, 5, 7, 24, 26, 44, 46, 50].map((step) => nearest(stops, step, 50))).toEqual([
    2,
    2,
    10,
    10,
    40,
    40,
    null,
    null,
  ]);
  expect(nearest([], 5, 50)).toBeNull();
});
