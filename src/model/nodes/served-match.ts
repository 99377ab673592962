import type { GraphNode, TowerGraph } from '../document/graph';
import { edgesInto, topologicalOrder } from '../document/graph-edits';

/**
 * The match whose score is served: the first, in the order of what reads what, that no other match reads. One that
 * others join serves through them; one that stands beside it is trained and never served. Of a ranker, what first
 * stands above its towers.
 */
export function servedMatch(graph: TowerGraph): GraphNode | undefined {
  const [first, ...others] = matchesOf(graph);
  return graph.kind === 'ranker' || others.length === 0 ? first : topmost(graph)[0];
}

/** Those that no other match reads. */
export function topmost(graph: TowerGraph): GraphNode[] {
  const matches = matchesOf(graph);
  const ids = new Set(matches.map(({ id }) => id));
  const read = new Set(graph.edges.filter(({ to }) => ids.has(to.node)).map(({ from }) => from.node));
  return matches.filter(({ id }) => !read.has(id));
}

/** The served match, and those that it reads, and that they read: in the order of what reads what, from the top. */
export function servedMatches(graph: TowerGraph): GraphNode[] {
  const served = servedMatch(graph);
  const reached = new Set(served && [served.id]);
  const below = matchesOf(graph).toReversed();
  return below.filter(({ id }) => {
    if (!reached.has(id)) return false;
    for (const { from } of edgesInto(graph, id)) reached.add(from.node);
    return true;
  });
}

const matchesOf = (graph: TowerGraph): GraphNode[] => topologicalOrder(graph).filter(({ side }) => side === 'match');
