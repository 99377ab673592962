/** Which past events each interest of a match is made of: found in the graph, from the match downward. */
import { blockById } from '../nodes/registry';
import type { CompiledGraph, CompiledLookup } from './compile';
import { edgesInto, nodeById } from '../document/graph-edits';
import { servedMatches } from '../nodes/served-match';
import type { GraphNode } from '../document/graph';

/**
 * The lookup that holds the events, and where their shares in the interest are read: in the output `coupling` [R, T, K]
 * of a node, all interests together, or in a live value of its own, [R, G x T], of several groups in turn.
 */
export type InterestSource = { lookup: CompiledLookup } & ({ coupling: string } | { probe: string });

/** Of each interest, in their order; null where it is made of something else, or there is one vector alone. */
export function interestSources({ graph, lookups, interestCount }: CompiledGraph): (InterestSource | null)[] {
  const allBelow = (node: GraphNode, input: string): GraphNode[] =>
    edgesInto(graph, node.id)
      .filter(({ to }) => to.input === input)
      .map(({ from }) => nodeById(graph, from.node))
      .filter((found) => found !== undefined);
  const below = (node: GraphNode, input: string): GraphNode | null => allBelow(node, input)[0] ?? null;
  const takes = (node: GraphNode, input: string): boolean => input in blockById(node.block).inputs;

  const lookupBelow = (node: GraphNode): CompiledLookup | null => {
    let events = below(node, 'sequence');
    // Blocks in between keep the events in their places.
    while (events && takes(events, 'sequence')) events = below(events, 'sequence');
    return lookups.find(({ key, at }) => at === 'history' && key.startsWith(`${events?.id}/`)) ?? null;
  };
  /**
   * What a vector begins from: where there are several, the first, of which the others are corrections or further
   * fields.
   */
  const pooled = (node: GraphNode | null): InterestSource | null => {
    if (!node) return null;
    const { inputs, probes = {} } = blockById(node.block);
    const [name] = Object.entries(probes).find(([, { sharesOfEvents }]) => sharesOfEvents) ?? [];
    if (name === undefined) return pooled(below(node, Object.keys(inputs)[0] ?? ''));
    const lookup = lookupBelow(node);
    return lookup && { lookup, probe: `${node.id}/${name}` };
  };

  const match = servedMatches(graph).find((node) => takes(node, 'interests'));
  let maker = match ? below(match, 'interests') : null;
  while (maker && takes(maker, 'interests')) maker = below(maker, 'interests');
  if (!maker) return Array.from({ length: interestCount }, () => null);
  if (takes(maker, 'vectors')) return allBelow(maker, 'vectors').map(pooled);
  const lookup = 'coupling' in blockById(maker.block).outputs ? lookupBelow(maker) : null;
  const coupling = maker.id;
  return Array.from({ length: interestCount }, () => lookup && { lookup, coupling });
}
