/** First step: how high each node stands. */
import type { TowerGraph } from '../../../model/document/graph';
import { longestPaths, nodesAbove, nodesBelow } from './paths';

export interface Layers {
  /** Match and objectives, in rows from the top down. */
  top: string[][];
  /** Of the nodes of both lanes: 0 is the highest layer. */
  layerOf: ReadonlyMap<string, number>;
  /** The lowest layer, where the fields stand. */
  bottom: number;
}

/**
 * Fields at the bottom, everything else between its distance from the match and its distance from the fields, so that
 * the two towers' counterparts are level.
 *
 * @param graph without edges to or from nodes that it does not have
 */
export function assignLayers(graph: TowerGraph, isInput: (nodeId: string) => boolean): Layers {
  const ids = graph.nodes.map(({ id }) => id);
  const heightAbove = longestPaths(ids, nodesAbove(graph.edges));
  const heightBelow = longestPaths(ids, nodesBelow(graph.edges));
  const top = graph.nodes.filter(({ side }) => side === 'match' || side === 'objective').map(({ id }) => id);
  const highest = highestLayers(graph, top, heightAbove);
  const bottom = Math.max(0, ...highest.values());
  const layerOf = new Map<string, number>();
  for (const [id, layer] of highest) {
    const lowest = Math.max(layer, bottom - (heightBelow.get(id) ?? 0));
    layerOf.set(id, isInput(id) ? bottom : Math.floor((layer + lowest) / 2));
  }
  return { top: rowsOf(top, heightAbove), layerOf, bottom };
}

/** The highest layer that each node of a lane may take, below everything that it leads to. */
function highestLayers(
  graph: TowerGraph,
  top: readonly string[],
  heightAbove: ReadonlyMap<string, number>,
): Map<string, number> {
  const sideOf = new Map(graph.nodes.map(({ id, side }) => [id, side]));
  // A path that nobody reads yet rises too.
  const inLane = graph.edges.filter(({ from, to }) => sideOf.get(from.node) === sideOf.get(to.node));
  const heightInLane = longestPaths(sideOf.keys(), nodesAbove(inLane));
  const heightOfTop = 1 + Math.max(-1, ...top.map((id) => heightAbove.get(id) ?? 0));
  const layers = new Map<string, number>();
  for (const { id, side } of graph.nodes)
    if (side === 'user' || side === 'item')
      layers.set(id, Math.max(heightInLane.get(id) ?? 0, (heightAbove.get(id) ?? 0) - heightOfTop));
  return layers;
}

/** Rows from the top down: an objective stands above the match it reads. */
function rowsOf(ids: readonly string[], heightAbove: ReadonlyMap<string, number>): string[][] {
  const rows: string[][] = [];
  for (const id of ids) (rows[heightAbove.get(id) ?? 0] ??= []).push(id);
  return rows.filter((row) => row.length > 0);
}
