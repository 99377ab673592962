/**
 * An edge of the drawing: leaves its source upward, passes other layers in its own place, arrives from below; as wide
 * as what comes along it counts.
 */
import type { Edge, EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { GraphEdge, Side } from '../../model/document/graph';
import { grip } from '../dragging/grip';
import { meanSeries } from '../../model/check/probe';
import type { RunState } from '../../lab/stores/run';
import { useRun } from '../lab';
import type { EdgeWeight } from './edge-weights';

export interface RisingData extends Record<string, unknown> {
  /** Of the document. */
  edge: GraphEdge;
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
  const { edge, side, shortcut, points } = data;
  const path = risingPath(points);
  return (
    <>
      <path className={`rising ${side} ${shortcut ? 'shortcut' : ''}`} d={path} fill="none" style={style} />
      <path className="edge-reach" d={path} fill="none" />
      <End at={points[0]} off={-END_OFF} edge={edge} end="from" />
      <End at={points.at(-1)} off={END_OFF} edge={edge} end="to" />
    </>
  );
}

/** How far from the node an end is taken, clear of its ports. */
const END_OFF = 15;

/** What an end of an edge is taken by; seen while the pointer is on the edge. */
function End(props: { at: readonly [number, number] | undefined; off: number; edge: GraphEdge; end: 'from' | 'to' }) {
  const { at, off, edge, end } = props;
  return at ? (
    <circle
      className="edge-end nopan"
      cx={at[0]}
      cy={at[1] + off}
      r={6}
      {...grip({ kind: 'edge-end', edge, end }, true)}
    />
  ) : null;
}

export const edgeTypes = { rising: memo(RisingEdge) };
