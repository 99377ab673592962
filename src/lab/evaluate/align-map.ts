/**
 * Maps of one moment after the other: axes of PCA may point either way and change places, so that each map is turned or
 * mirrored onto the one before it (orthogonal Procrustes in the plane). Distances and what the axes explain stay.
 */
import type { ItemMap } from './item-map';

type Point = readonly [x: number, y: number];
/** [[a, b], [c, d]], orthogonal. */
type Turn = readonly [a: number, b: number, c: number, d: number];
const AS_IT_IS: Turn = [1, 0, 0, 1];

/** The turn of `now` that brings it nearest to `before`, point by point, wherever both are centred. */
export function turnOnto(before: readonly Point[], now: readonly Point[]): Turn {
  const [b, n] = [centreOf(before), centreOf(now)];
  let [xx, xy, yx, yy] = [0, 0, 0, 0];
  before.forEach(([bx, by], at) => {
    const [x, y] = [now[at]![0] - n[0], now[at]![1] - n[1]];
    xx += (bx - b[0]) * x;
    xy += (bx - b[0]) * y;
    yx += (by - b[1]) * x;
    yy += (by - b[1]) * y;
  });
  const rotated = Math.hypot(xx + yy, yx - xy);
  const mirrored = Math.hypot(xx - yy, yx + xy);
  if (!(Math.max(rotated, mirrored) > 0)) return AS_IT_IS;
  if (rotated >= mirrored) {
    const [cosine, sine] = [(xx + yy) / rotated, (yx - xy) / rotated];
    return [cosine, -sine, sine, cosine];
  }
  const [cosine, sine] = [(xx - yy) / mirrored, (yx + xy) / mirrored];
  return [cosine, sine, sine, -cosine];
}

/** The map turned onto the one before it by the items of both samples; as it is where there was none. */
export function alignedMap(before: ItemMap | null, now: ItemMap): ItemMap {
  if (!before) return now;
  const known = new Map(before.points.slice(0, before.sampled).map(({ item, x, y }) => [item, [x, y] as Point]));
  const both = now.points.slice(0, now.sampled).filter(({ item }) => known.has(item));
  const turn = turnOnto(
    both.map(({ item }) => known.get(item)!),
    both.map(({ x, y }): Point => [x, y]),
  );
  const turned = <P extends { x: number; y: number }>(point: P): P => ({ ...point, ...applied(turn, point) });
  return {
    ...now,
    points: now.points.map(turned),
    person: now.person && { ...now.person, marks: now.person.marks.map(turned) },
  };
}

const applied = ([a, b, c, d]: Turn, { x, y }: { x: number; y: number }) => ({ x: a * x + b * y, y: c * x + d * y });

function centreOf(points: readonly Point[]): Point {
  let [x, y] = [0, 0];
  for (const point of points) {
    x += point[0] / points.length;
    y += point[1] / points.length;
  }
  return [x, y];
}
