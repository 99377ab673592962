/** Which fields of users and candidates the nodes of a graph compare, and what they ask of the data. */
import type { FieldOwner } from '../../data/dataset';
import { isComparable } from '../../data/shared-values';
import type { FieldMatchRequest } from '../blocks/block';
import type { GraphNode, TowerGraph } from '../document/graph';
import { ownersOf, withDefaults } from '../document/params';
import type { Problem } from '../document/problem';
import type { Schema } from '../document/schema';
import { findBlock } from './registry';

export const keyOf = ({ user, item }: FieldMatchRequest): string => JSON.stringify([user, item]);

function matchOf({ block, params }: Pick<GraphNode, 'block' | 'params'>): FieldMatchRequest | null {
  const found = findBlock(block);
  return found?.fieldMatch?.(withDefaults(found.params, params)) ?? null;
}

/** Each once. */
export const fieldMatchesOf = ({ nodes }: Pick<TowerGraph, 'nodes'>): FieldMatchRequest[] => [
  ...new Map(nodes.flatMap((node) => matchOf(node) ?? []).map((request) => [keyOf(request), request])).values(),
];

/** Fields without a common value: all numbers would be 0. */
export const problemsOfFieldMatches = (
  { nodes }: TowerGraph,
  { fields, sharedValues = [] }: Pick<Schema, 'fields' | 'sharedValues'>,
): Problem[] =>
  nodes.flatMap((node): Problem[] => {
    const request = matchOf(node);
    if (!request) return [];
    const { user, item } = request;
    // What is no such field is told of the parameter by itself.
    const isOf = (wanted: string, owners: readonly FieldOwner[]): boolean =>
      fields.some((field) => field.name === wanted && owners.includes(field.owner) && isComparable(field));
    if (!isOf(user, ownersOf({ of: 'user' })) || !isOf(item, ownersOf({ of: 'item' }))) return [];
    const known = sharedValues.filter((one) => one.user === user).map((one) => one.item);
    if (known.includes(item)) return [];
    const values = { user, item, known: known.join(', ') || '–' };
    return [{ nodeId: node.id, field: 'item', code: 'no-shared-values', values }];
  });
