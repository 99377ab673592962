import type { GraphEdge, TowerGraph } from '../document/graph';
import { edgesInto, nodeById } from '../document/graph-edits';
import { blockById } from './registry';
import { servedMatches } from './served-match';

/**
 * The edges at which the channels of the user's tower come together: those into the matches that serve, where there
 * are several heads, else into the first node below the match that several lead to. Gates and what only training reads
 * are passed by on the way down. Where nothing comes together it is the one edge out of the one channel there is.
 * @param graph without problems
 */
export function channelEdges(graph: TowerGraph): GraphEdge[] {
  let edges = servedMatches(graph).flatMap(({ id }) =>
    edgesInto(graph, id).filter(({ from }) => nodeById(graph, from.node)?.side === 'user'),
  );
  for (;;) {
    const [only] = edges;
    if (!only || edges.length > 1) return edges;
    const below = edgesInto(graph, only.from.node);
    const { family } = blockById(nodeById(graph, only.from.node)!.block);
    if (below.length === 0 || (below.length === 1 && family !== 'gate' && family !== 'regulariser')) return edges;
    edges = below;
  }
}

/** What makes what comes along an edge: the node it comes from, or below it, past what only training reads. */
export function makerOf(graph: TowerGraph, { from }: GraphEdge): string {
  const node = nodeById(graph, from.node);
  const [below, ...others] = edgesInto(graph, from.node);
  const isPassed = node && below && others.length === 0 && blockById(node.block).family === 'regulariser';
  return isPassed ? makerOf(graph, below) : from.node;
}
