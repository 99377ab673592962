/** Nodes whose output goes nowhere: they run and cost, and change nothing. */
import type { TowerGraph } from '../document/graph';
import { edgesInto, nodeById } from '../document/graph-edits';
import { topmost } from '../nodes/served-match';
import type { Problem } from '../document/problem';
import type { Validation } from './validate';

/**
 * A warning at each node that runs and that none reads, and at each match that is read by losses alone where another
 * one is served. What feeds such nodes alone is not named apart.
 */
export function problemsOfUnread(graph: TowerGraph, { types }: Pick<Validation, 'types'>): Problem[] {
  const { nodes, edges } = graph;
  const read = new Set(edges.map(({ from }) => from.node));
  const [served, ...unserved] = graph.kind === 'ranker' ? [] : topmost(graph);
  // What joins other matches is there to be served.
  if (served && edgesInto(graph, served.id).some(({ from }) => nodeById(graph, from.node)?.side === 'match'))
    read.add(served.id);
  return nodes.flatMap(({ id, side }): Problem[] => {
    if (side === 'objective' || !types.has(id)) return [];
    if (!read.has(id)) return [{ nodeId: id, code: 'unread', values: {}, warning: true }];
    return served && unserved.some((node) => node.id === id)
      ? [{ nodeId: id, code: 'not-served', values: { served: served.id }, warning: true }]
      : [];
  });
}
