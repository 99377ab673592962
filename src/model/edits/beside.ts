/**
 * A channel beside another: it reads what the other one reads and is laid beside it where several are taken. As in
 * parallel towers, what only the other one reads is copied with tables of its own; what others read too is shared.
 */
import type { AnyBlock } from '../blocks/block';
import { findBlock } from '../nodes/registry';
import { addNode, connect, disconnect, edgesInto, nodeById, sameEdge } from '../document/graph-edits';
import type { GraphEdge, Side, TowerGraph } from '../document/graph';
import { duplicateChannel } from './channels';
import { exchanged } from './exchange';
import { freeNear } from './positions';
import { edgesAt, firstInput, firstOutput, kindOf, placeEdge, takesMany } from './wiring';

export interface Beside {
  /** The last of the other channel: into an input that takes several. */
  edge: GraphEdge;
  where: 'before' | 'after';
}

/** How a block would stand beside a channel, or null where it cannot. */
export function besideAt(
  graph: TowerGraph,
  { edge }: Beside,
  block: AnyBlock,
): { side: Side; input: string | null; output: string } | null {
  const top = nodeById(graph, edge.from.node);
  if (!top || !takesMany(graph, edge.to) || !block.sides.includes(top.side)) return null;
  const output = firstOutput(graph, block, top.side, edge.to);
  if (output === null) return null;
  const input = firstInput(block, top.side, kindOf(graph, edge.from), top.side);
  const isSource = Object.keys(block.inputs).length === 0;
  return isSource || input !== null || parallel(graph, edge, block) ? { side: top.side, input, output } : null;
}

/** Adds a channel at a place it fits. @throws where it does not: see `besideAt` */
export function addBeside(graph: TowerGraph, beside: Beside, block: AnyBlock): { graph: TowerGraph; id: string } {
  const { edge, where } = beside;
  const fit = besideAt(graph, beside, block);
  if (!fit) throw new Error(`"${block.id}" does not fit beside ${JSON.stringify(edge)}`);
  const at = edgesAt(graph, edge.to).findIndex((known) => sameEdge(known, edge));
  const made = parallel(graph, edge, block) ?? alongside(graph, edge, block, { ...fit });
  const own = edgesAt(made.graph, edge.to).find(({ from }) => from.node === made.id)!;
  return { id: made.id, graph: placeEdge(made.graph, own, where === 'after' ? at + 1 : at) };
}

/**
 * The other channel once more, ending in the block: null where the block cannot read what its last node reads, or that
 * reads nothing.
 */
function parallel(graph: TowerGraph, edge: GraphEdge, block: AnyBlock): { graph: TowerGraph; id: string } | null {
  if (edgesInto(graph, edge.from.node).length === 0 || Object.keys(block.inputs).length === 0) return null;
  const copied = duplicateChannel(graph, edge.from.node);
  // It is read beside the other one here alone, even where that is read in several places.
  const elsewhere = copied.graph.edges.filter(
    ({ from, to }) => from.node === copied.id && (to.node !== edge.to.node || to.input !== edge.to.input),
  );
  const lone = elsewhere.reduce(disconnect, copied.graph);
  const last = nodeById(lone, copied.id)!;
  if (findBlock(last.block)?.id === block.id) return { graph: lone, id: copied.id };
  const { graph: changed, id, lost } = exchanged(lone, last, block);
  return lost === 0 ? { graph: changed, id } : null;
}

/** A block that reads what the other channel gives, where it reads anything. */
function alongside(
  graph: TowerGraph,
  { from, to }: GraphEdge,
  block: AnyBlock,
  { side, input, output }: { side: Side; input: string | null; output: string },
): { graph: TowerGraph; id: string } {
  const [x, y] = nodeById(graph, from.node)!.at;
  const { graph: added, id } = addNode(graph, block.id, side, freeNear(graph, [x, y]));
  const read = input === null ? added : connect(added, { from, to: { node: id, input } });
  return { id, graph: connect(read, { from: { node: id, output }, to }) };
}
