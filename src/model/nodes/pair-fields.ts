/** What the nodes of a graph read of pairs: fields that a user's past and a candidate have in common. */
import type { PairFieldRequest } from '../blocks/block';
import type { TowerGraph } from '../document/graph';
import { withDefaults } from '../document/params';
import { findBlock } from './registry';

/** Numbers of each pair. */
export const numbersOf = ({ position }: Pick<PairFieldRequest, 'position'>): number => (position ? 3 : 2);

export const keyOf = (request: PairFieldRequest): string => `${request.length} ${numbersOf(request)} ${request.field}`;

/** Each once. */
export function pairFieldsOf({ nodes }: Pick<TowerGraph, 'nodes'>): PairFieldRequest[] {
  const all = nodes.flatMap(({ block, params }) => {
    const found = findBlock(block);
    return found?.pairFields?.(withDefaults(found.params, params)) ?? [];
  });
  return [...new Map(all.map((request) => [keyOf(request), request])).values()];
}
