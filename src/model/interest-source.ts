/** Which past events the interests of a match are made of: found in the graph, from the match downward. */
import { blockById } from './blocks/blocks';
import type { CompiledGraph, CompiledLookup } from './compile';
import { edgesInto, nodeById } from './graph-edits';
import type { GraphNode } from './graph';

/** The node whose `coupling` [R, T, K] says how much of each event went into each interest, and the lookup that holds these events. */
export interface InterestSource { nodeId: string; lookup: CompiledLookup }

/** Null where the interests are made of something else, or there is one vector alone. */
export function interestSource({ graph, lookups, matchNode }: CompiledGraph): InterestSource | null {
  const below = (node: GraphNode, input: string): GraphNode | null => {
    const edge = edgesInto(graph, node.id).find(({ to }) => to.input === input);
    return (edge && nodeById(graph, edge.from.node)) ?? null;
  };
  let maker = below(matchNode, 'interests');
  while (maker && !('coupling' in blockById(maker.block).outputs)) maker = below(maker, 'interests');
  if (!maker) return null;
  let events: GraphNode | null = below(maker, 'sequence');
  // Blocks in between keep the events in their places.
  while (events && 'sequence' in blockById(events.block).inputs) events = below(events, 'sequence');
  const lookup = lookups.find(({ key, at }) => at === 'history' && key.startsWith(`${events?.id}/`));
  return lookup ? { nodeId: maker.id, lookup } : null;
}
