/** What the nodes of a graph read of pairs: fields that a user's past and a candidate have in common. */
import type { PairFieldRequest } from '../blocks/block';
import type { TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import { findBlock } from './registry';

export const keyOf = ({ field, length }: PairFieldRequest): string => `${length} ${field}`;

/** Each once. */
export function pairFieldsOf({ nodes }: Pick<TowerGraph, 'nodes'>): PairFieldRequest[] {
  const all = nodes.flatMap(({ block, params }) => {
    const found = findBlock(block);
    return found?.pairFields?.(withDefaults(found.params, params)) ?? [];
  });
  return [...new Map(all.map((request) => [keyOf(request), request])).values()];
}
