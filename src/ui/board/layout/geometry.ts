/** Sizes and places on the board, in its own pixels; x grows to the right, y downward. */

export interface Size {
  width: number;
  height: number;
}
export interface Place extends Size {
  x: number;
  y: number;
}

/** The least place that holds all of these; null without any. */
export function around(places: Iterable<Place>): Place | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of places) {
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + width), Math.max(bottom, y + height)];
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

export type LaneSide = 'user' | 'item';
export const LANE_SIDES: readonly LaneSide[] = ['user', 'item'];
