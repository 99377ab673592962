/** Nodes whose output goes nowhere: they run and cost, and change nothing. */
import type { TowerGraph } from '../document/graph';
import type { Problem } from '../document/problem';
import type { Validation } from './validate';

/** A warning at each node that runs and that none reads. What feeds such nodes alone is not named apart. */
export function problemsOfUnread({ nodes, edges }: TowerGraph, { types }: Pick<Validation, 'types'>): Problem[] {
  const read = new Set(edges.map(({ from }) => from.node));
  return nodes.flatMap(({ id, side }): Problem[] =>
    side === 'objective' || read.has(id) || !types.has(id)
      ? []
      : [{ nodeId: id, code: 'unread', values: {}, warning: true }],
  );
}
