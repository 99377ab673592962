/** Why an output may not be led to an input. */
import { readableSides } from '../check/sides';
import { disconnect, nodeById, sameEdge } from '../document/graph-edits';
import type { GraphEdge, TowerGraph } from '../document/graph';
import { findBlock } from '../nodes/registry';
import { refusal, type Refusal } from './refusal';
import { downstream, kindOf } from './wiring';

/**
 * Null where the edge may be drawn, also into an input whose edge it would take the place of.
 * @param moved the edge that is led elsewhere: it does not count
 */
export function refusalOfEdge(drawn: TowerGraph, edge: GraphEdge, moved?: GraphEdge): Refusal | null {
  const { from, to } = edge;
  if (moved && sameEdge(edge, moved)) return refusal('same-place');
  const graph = moved ? disconnect(drawn, moved) : drawn;
  const [source, target] = [nodeById(graph, from.node), nodeById(graph, to.node)];
  const block = findBlock(target?.block ?? '');
  const kind = kindOf(graph, from);
  const input = block?.inputs[to.input];
  if (!source || kind === undefined) return refusal('unknown-block', { node: from.node });
  if (!target || !block || !input) return refusal('unknown-block', { node: to.node });
  if (graph.edges.some((known) => sameEdge(known, edge))) return refusal('connected', { from: from.node, to: to.node });
  if (!input.kinds.includes(kind))
    return refusal('wrong-kind', { node: to.node, needs: input.kinds.join(', '), got: kind });
  const sides = readableSides(block, target, to.input);
  if (!sides.includes(source.side))
    return refusal('side-unread', { node: to.node, side: source.side, sides: sides.join(', ') });
  if (from.node === to.node) return refusal('itself', { node: to.node });
  return downstream(graph, to.node).has(from.node) ? refusal('circle', { from: from.node, to: to.node }) : null;
}
