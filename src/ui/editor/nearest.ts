/** Which target a pointer means, by where targets are drawn. */
import type { Verdict } from './targets';

export interface Spot {
  x: number;
  y: number;
}
export interface Box extends Spot {
  width: number;
  height: number;
}
/** A box, or a line from point to point. */
export type Shape = { box: Box } | { path: readonly Spot[] };

/**
 * The verdict nearest to a point within a radius: a legal one before an illegal one, then the nearest, then the
 * smallest. A target may be drawn in several places. All in one unit, the screen's pixels say.
 */
export function nearest<V extends Pick<Verdict, 'legal'>>(
  drawn: readonly { verdict: V; shape: Shape }[],
  point: Spot,
  radius: number,
): V | null {
  let best: { verdict: V; distance: number; area: number } | null = null;
  for (const { verdict, shape } of drawn) {
    const found = { verdict, distance: distanceTo(shape, point), area: areaOf(shape) };
    if (found.distance <= radius && (!best || goesBefore(found, best))) best = found;
  }
  return best?.verdict ?? null;
}

interface Found {
  verdict: Pick<Verdict, 'legal'>;
  distance: number;
  area: number;
}

const goesBefore = (a: Found, b: Found): boolean =>
  a.verdict.legal !== b.verdict.legal
    ? a.verdict.legal
    : a.distance !== b.distance
      ? a.distance < b.distance
      : a.area < b.area;

/** 0 inside a box. */
export function distanceTo(shape: Shape, point: Spot): number {
  if ('box' in shape) {
    const { x, y, width, height } = shape.box;
    const outside = (at: number, from: number, length: number): number => Math.max(from - at, 0, at - from - length);
    return Math.hypot(outside(point.x, x, width), outside(point.y, y, height));
  }
  const [only, ...more] = shape.path;
  if (!only) return Infinity;
  if (more.length === 0) return Math.hypot(only.x - point.x, only.y - point.y);
  return more.reduce((least, to, at) => Math.min(least, distanceToLine(shape.path[at]!, to, point)), Infinity);
}

function distanceToLine(a: Spot, b: Spot, { x, y }: Spot): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / squared));
  return Math.hypot(a.x + along * dx - x, a.y + along * dy - y);
}

const areaOf = (shape: Shape): number => ('box' in shape ? shape.box.width * shape.box.height : 0);
