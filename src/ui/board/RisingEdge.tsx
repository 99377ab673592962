/**
 * An edge of the drawing: leaves its source upward, passes other layers in its own place, arrives from below; as wide
 * as what comes along it counts.
 */
import type { Edge, EdgeProps } from '@xyflow/react';
import type { Side } from '../../model/document/graph';
import { meanSeries } from '../../model/check/probe';
import type { RunState } from '../../lab/stores/run';
import { useRun } from '../lab';
import type { EdgeWeight } from './edge-weights';

export interface RisingData extends Record<string, unknown> {
  side: Side;
  shortcut: boolean;
  points: readonly (readonly [number, number])[];
  /** The live value that tells how much comes along, where there is one. */
  weight: EdgeWeight | null;
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

const [THINNEST, WIDEST] = [1, 9];

/** Share of an edge's number in all of them, by size; null before they are read. */
export function shareOf({ key, at, of }: EdgeWeight, curves: RunState['shown']): number | null {
  const sizes = Array.from({ length: of }, (_, i) => Math.abs(curves[meanSeries(key, i)]?.values.at(-1) ?? 0));
  const sum = sizes.reduce((a, b) => a + b, 0);
  return sum > 0 ? (sizes[at] ?? 0) / sum : null;
}

function RisingEdge({ data }: EdgeProps<RisingEdgeType>) {
  const share = useRun(({ shown: curves }) => (data?.weight ? shareOf(data.weight, curves) : null));
  if (!data) return null;
  const style = share === null ? undefined : { strokeWidth: THINNEST + (WIDEST - THINNEST) * share };
  return (
    <path
      className={`rising ${data.side} ${data.shortcut ? 'shortcut' : ''}`}
      d={risingPath(data.points)}
      fill="none"
      style={style}
    />
  );
}

export const edgeTypes = { rising: RisingEdge };
