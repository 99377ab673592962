/** Scores of pairs in a ranker. */
import { findBlock } from './registry';
import type { GraphNode, TowerGraph } from '../document/graph';

/**
 * Outputs that are logits and lead to no others: the score by which a ranker ranks, where it has one. What leads to
 * another score is a feature of it.
 */
export function finalScores({
  nodes,
  edges,
}: Pick<TowerGraph, 'nodes' | 'edges'>): { node: GraphNode; output: string }[] {
  const scores = nodes.flatMap((node) =>
    Object.entries(findBlock(node.block)?.outputs ?? {}).flatMap(([output, kind]) =>
      kind === 'logits' ? [{ node, output }] : [],
    ),
  );
  const above = (id: string, known: Set<string>): Set<string> => {
    for (const { from, to } of edges) if (from.node === id && !known.has(to.node)) above(to.node, known.add(to.node));
    return known;
  };
  return scores.filter(({ node }) => {
    const reached = above(node.id, new Set());
    return !scores.some((other) => reached.has(other.node.id));
  });
}
