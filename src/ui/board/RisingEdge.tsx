/** An edge of the drawing: leaves its source upward, passes other layers in its own place, arrives from below. */
import type { Edge, EdgeProps } from '@xyflow/react';
import type { Side } from '../../model/graph';

export interface RisingData extends Record<string, unknown> {
  side: Side;
  shortcut: boolean;
  points: readonly (readonly [number, number])[];
}
export type RisingEdgeType = Edge<RisingData, 'rising'>;

/** Vertical tangents at every point: passages are run through straight, bends lie between layers. */
export function risingPath(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first[0]} ${first[1]}`;
  let [x, y] = first;
  for (const [nextX, nextY] of rest) {
    const middle = (y + nextY) / 2;
    path += x === nextX ? `L${nextX} ${nextY}` : `C${x} ${middle} ${nextX} ${middle} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return path;
}

function RisingEdge({ data }: EdgeProps<RisingEdgeType>) {
  if (!data) return null;
  return <path className={`rising ${data.side} ${data.shortcut ? 'shortcut' : ''}`} d={risingPath(data.points)} fill="none" />;
}

export const edgeTypes = { rising: RisingEdge };
