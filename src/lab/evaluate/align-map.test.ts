import { describe, expect, it } from 'vitest';
import { alignedMap, turnOnto } from './align-map';
import type { ItemMap, MapPoint } from './item-map';

const PLACES = [
  [3, 1],
  [-2, 2],
  [0.5, -4],
  [-1.5, 1],
] as const;

const mapOf = (places: readonly (readonly [number, number])[], items = places.map((_, at) => at)): ItemMap => ({
  step: 1,
  items: places.length,
  isKept: false,
  sampled: places.length,
  explained: 0.5,
  values: [],
  points: places.map(([x, y], at): MapPoint => ({
    item: items[at]!,
    title: '',
    x,
    y,
    value: null,
    past: false,
    listed: null,
    cosine: null,
  })),
  person: { user: 0, title: '', hasInterests: false, marks: [{ interest: 0, x: places[0]![0], y: places[0]![1] }] },
  item: null,
});
const turned = (angle: number, mirror: 1 | -1) =>
  PLACES.map(([x, y]): [number, number] => [
    Math.cos(angle) * x - Math.sin(angle) * y * mirror,
    Math.sin(angle) * x + Math.cos(angle) * y * mirror,
  ]);

function expectPlaces(map: ItemMap, places: readonly (readonly [number, number])[]): void {
  map.points.forEach(({ x, y }, at) => {
    expect(x).toBeCloseTo(places[at]![0], 9);
    expect(y).toBeCloseTo(places[at]![1], 9);
  });
}

describe('a map after another', () => {
  it.each([
    ['is turned back', 2.3, 1],
    ['whose axis points the other way is mirrored back', 0, -1],
    ['whose axes have changed places is mirrored back', Math.PI / 2, -1],
  ] as const)('%s, the vectors of the user with it', (_, angle, mirror) => {
    const found = alignedMap(mapOf(PLACES), mapOf(turned(angle, mirror)));
    expectPlaces(found, PLACES);
    expect(found.person!.marks[0]!.x).toBeCloseTo(PLACES[0][0], 9);
    expect(found.person!.marks[0]!.y).toBeCloseTo(PLACES[0][1], 9);
  });

  it('keeps its distances where it has changed, and comes no nearer by any other turn', () => {
    const now = turned(1.1, -1).map(([x, y], at): [number, number] => [1.4 * x + 0.3 * at, y - 0.2 * at]);
    const found = alignedMap(mapOf(PLACES), mapOf(now));
    const length = (x: number, y: number) => Math.hypot(x, y);
    found.points.forEach(({ x, y }, at) => expect(length(x, y)).toBeCloseTo(length(...now[at]!), 9));
    const apart = (places: readonly (readonly [number, number])[]): number =>
      centred(places).reduce(
        (sum, [x, y], at) => sum + (x - centred(PLACES)[at]![0]) ** 2 + (y - centred(PLACES)[at]![1]) ** 2,
        0,
      );
    const own = apart(found.points.map(({ x, y }) => [x, y]));
    for (let step = 0; step < 72; step++)
      for (const mirror of [1, -1]) {
        const [c, s] = [Math.cos((step * Math.PI) / 36), Math.sin((step * Math.PI) / 36)];
        expect(apart(now.map(([x, y]) => [c * x - s * y * mirror, s * x + c * y * mirror]))).toBeGreaterThanOrEqual(
          own - 1e-9,
        );
      }
  });

  it('is turned by the items of both alone, and not at all where there are none', () => {
    const now = turned(2.3, 1);
    const other = mapOf([...now, [50, 50]], [0, 1, 2, 3, 77]);
    expectPlaces(alignedMap(mapOf(PLACES), other), [...PLACES, turnedBack(50, 50, 2.3)]);
    const strange = mapOf(now, [10, 11, 12, 13]);
    expectPlaces(alignedMap(mapOf(PLACES), strange), now);
    expect(alignedMap(null, strange)).toBe(strange);
    expect(turnOnto([[1, 1]], [[2, 5]])).toEqual([1, 0, 0, 1]);
  });
});

const turnedBack = (x: number, y: number, angle: number): [number, number] => [
  Math.cos(angle) * x + Math.sin(angle) * y,
  Math.cos(angle) * y - Math.sin(angle) * x,
];

function centred(places: readonly (readonly [number, number])[]): [number, number][] {
  const [mx, my] = [0, 1].map((axis) => places.reduce((sum, place) => sum + place[axis]! / places.length, 0));
  return places.map(([x, y]) => [x - mx!, y - my!]);
}
