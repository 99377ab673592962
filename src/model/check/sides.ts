/**
 * Which sides a node may read: within a tower its own, above the towers what stands there too. An input of a block
 * that meets the towers says itself which of them it reads.
 */
import type { AnyBlock } from '../blocks/block';
import type { GraphNode, Side } from '../document/graph';
import { withDefaults } from '../document/params';

/** A node that may not stand in a graph yet. */
export type Standing = Pick<GraphNode, 'side' | 'params'>;

/** Sides a node of a side may read. */
const MAY_READ: Record<Side, readonly Side[]> = {
  user: ['user'],
  item: ['item'],
  match: ['match'],
  objective: ['user', 'item', 'match'],
};

/** Sides that an edge into this input may come from. */
export function readableSides(block: AnyBlock | undefined, { side, params }: Standing, input: string): readonly Side[] {
  const from = block?.inputs[input]?.from;
  const required = typeof from === 'object' ? (withDefaults(block!.params, params)[from.param] as Side) : from;
  return required ? [required] : MAY_READ[side];
}
