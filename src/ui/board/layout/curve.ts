/** The curve that an edge rises along, as points: what is drawn is a cubic whose control points lie half way up. */
type Point = readonly [x: number, y: number];

/** A point of the curve from one to another, at a share of the way. */
export function pointBetween([x0, y0]: Point, [x1, y1]: Point, t: number): Point {
  const across = 3 * t * t - 2 * t * t * t;
  const up = 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t * t * t;
  return [x0 + (x1 - x0) * across, y0 + (y1 - y0) * up];
}
