/** By which rules the nodes of a graph judge how relevant items are to what a user took before. */
import type { RelevanceRequest } from '../blocks/block';
import type { TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import { findBlock } from './registry';

/** Of what a teacher is asked: a threshold changes nothing of its answer. */
export const keyOf = ({ teacher, length }: Omit<RelevanceRequest, 'threshold'>): string =>
  `${length} ${teacher.by}${'field' in teacher ? ` ${teacher.field}` : ''}`;

/** Each once. */
export function relevancesOf({ nodes }: Pick<TowerGraph, 'nodes'>): RelevanceRequest[] {
  const all = nodes.flatMap(({ block, params }) => {
    const found = findBlock(block);
    return found?.relevance?.(withDefaults(found.params, params)) ?? [];
  });
  return [...new Map(all.map((request) => [keyOf(request), request])).values()];
}
