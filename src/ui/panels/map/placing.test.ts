import { describe, expect, it } from 'vitest';
import type { ItemMap } from '../../../lab/evaluate/item-map';
import { nextPoint, placesOf, pointAt, WHOLE, zoomed } from './placing';

const size = { width: 400, height: 300 };
const map = {
  points: [
    { x: -2, y: 1 },
    { x: 2, y: 1 },
    { x: 0, y: -0.5 },
  ],
  person: { marks: [{ interest: 0, x: 0, y: 2 }] },
} as ItemMap;

describe('places of points', () => {
  it('are in view, user vectors too, at one scale on both axes, up where y is larger', () => {
    const { points, marks } = placesOf(map, size, WHOLE);
    for (const { x, y } of [...points, ...marks]) {
      expect(x).toBeGreaterThan(10);
      expect(x).toBeLessThan(size.width - 10);
      expect(y).toBeGreaterThan(10);
      expect(y).toBeLessThan(size.height - 10);
    }
    const perUnit = (points[1]!.x - points[0]!.x) / 4;
    expect(points[2]!.y - points[0]!.y).toBeCloseTo(1.5 * perUnit, 9);
    expect(marks[0]!.y).toBeLessThan(points[0]!.y);
  });

  it('of one point, or of none, are numbers', () => {
    const one = placesOf({ points: [{ x: 3, y: 3 }], person: null } as unknown as ItemMap, size, WHOLE);
    expect(one.points).toEqual([{ x: 200, y: 150 }]);
    expect(placesOf({ points: [], person: null } as unknown as ItemMap, size, WHOLE).points).toEqual([]);
  });

  it('stay where the map is zoomed around, in and out, and come back whole', () => {
    const around = placesOf(map, size, WHOLE).points[1]!;
    const near = zoomed(WHOLE, 3, around, size);
    const [left, right] = placesOf(map, size, near).points;
    expect(right!.x).toBeCloseTo(around.x, 9);
    expect(right!.y).toBeCloseTo(around.y, 9);
    expect(right!.x - left!.x).toBeGreaterThan(size.width);
    expect(zoomed(near, 1 / 3, { x: 5, y: 5 }, size)).toBe(WHOLE);
    expect(zoomed(near, 1e6, around, size).scale).toBe(16);
  });
});

describe('which point is meant', () => {
  const cross = [
    { x: 100, y: 100 },
    { x: 120, y: 104 },
    { x: 105, y: 60 },
    { x: 60, y: 100 },
    { x: 100, y: 190 },
    { x: 104, y: 140 },
  ];

  it('by the pointer, the nearest within reach', () => {
    expect(pointAt(cross, { x: 103, y: 101 }, 12)).toBe(0);
    expect(pointAt(cross, { x: 117, y: 104 }, 12)).toBe(1);
    expect(pointAt(cross, { x: 80, y: 80 }, 12)).toBeNull();
  });

  it('by an arrow key, the next straight on, and none beyond the last', () => {
    expect([
      nextPoint(cross, 0, 1, 0),
      nextPoint(cross, 0, 0, -1),
      nextPoint(cross, 0, -1, 0),
      nextPoint(cross, 0, 0, 1),
    ]).toEqual([1, 2, 3, 5]);
    expect(nextPoint(cross, 3, -1, 0)).toBe(3);
  });
});
