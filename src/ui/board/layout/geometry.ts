/** Sizes and places on the board, in its own pixels; x grows to the right, y downward. */

export interface Size {
  width: number;
  height: number;
}
export interface Place extends Size {
  x: number;
  y: number;
}

export type LaneSide = 'user' | 'item';
export const LANE_SIDES: readonly LaneSide[] = ['user', 'item'];
