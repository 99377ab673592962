/** Why a block does not fit a place: `fitAt` says whether, this says why. */
import type { AnyBlock } from '../blocks/block';
import { nodeById } from '../document/graph-edits';
import type { GraphEdge, Side, TowerGraph } from '../document/graph';
import { findBlock } from '../nodes/registry';
import { exchanged } from './exchange';
import { fitAt, type Place } from './nodes';
import { refusal, type Refusal } from './refusal';
import { firstInput, firstOutput, kindOf, takesMany } from './wiring';

/** Null exactly where `fitAt` is not. */
export function refusalOfPlace(graph: TowerGraph, place: Place, block: AnyBlock): Refusal | null {
  if (fitAt(graph, place, block)) return null;
  switch (place.kind) {
    case 'instead':
      return ofExchange(graph, place.node, block);
    case 'between':
      return ofEdge(graph, place.edge, block, true);
    case 'beside':
      return takesMany(graph, place.edge.to)
        ? ofEdge(graph, place.edge, block, false)
        : refusal('takes-one', { node: place.edge.to.node, input: place.edge.to.input });
    case 'after':
      return onSide(block, sideOf(graph, place.from.node)) ?? ofReading(graph, place.from, block);
    case 'into':
      return onSide(block, sideOf(graph, place.to.node)) ?? ofFeeding(graph, place.to, block);
    case 'alone':
    case 'ground':
      return refusal('wrong-side', { block: block.id, side: place.side });
  }
}

const sideOf = (graph: TowerGraph, id: string): Side | undefined => nodeById(graph, id)?.side;

const onSide = (block: AnyBlock, side: Side | undefined): Refusal | null =>
  side === undefined || block.sides.includes(side) ? null : refusal('wrong-side', { block: block.id, side });

function ofExchange(graph: TowerGraph, id: string, block: AnyBlock): Refusal {
  const node = nodeById(graph, id);
  if (!node) return refusal('unknown-block', { node: id });
  if (findBlock(node.block)?.id === block.id) return refusal('same-block', { node: id });
  return (
    onSide(block, node.side) ??
    refusal('loses-edges', { block: block.id, node: id, lost: exchanged(graph, node, block).lost })
  );
}

function ofEdge(graph: TowerGraph, { from, to }: GraphEdge, block: AnyBlock, reads: boolean): Refusal {
  const side = sideOf(graph, from.node);
  return (
    onSide(block, side) ??
    (reads || Object.keys(block.inputs).length > 0 ? ofReadingOrNull(graph, from, block, side) : null) ??
    ofFeeding(graph, to, block)
  );
}

function ofReadingOrNull(
  graph: TowerGraph,
  from: GraphEdge['from'],
  block: AnyBlock,
  side: Side | undefined,
): Refusal | null {
  const kind = kindOf(graph, from);
  const reads = side !== undefined && firstInput(block, side, kind, side) !== null;
  return reads ? null : ofReading(graph, from, block);
}

function ofReading(graph: TowerGraph, from: GraphEdge['from'], block: AnyBlock): Refusal {
  const needs = [...new Set(Object.values(block.inputs).flatMap(({ kinds }) => kinds))];
  if (needs.length === 0) return refusal('reads-nothing', { block: block.id });
  const got = kindOf(graph, from);
  return got === undefined
    ? refusal('unknown-block', { node: from.node })
    : refusal('wrong-kind', { block: block.id, needs: needs.join(', '), got });
}

function ofFeeding(graph: TowerGraph, to: GraphEdge['to'], block: AnyBlock): Refusal {
  const needs = findBlock(nodeById(graph, to.node)?.block ?? '')?.inputs[to.input]?.kinds;
  const side = sideOf(graph, to.node);
  if (!needs || side === undefined) return refusal('unknown-block', { node: to.node });
  const gives = Object.values(block.outputs).filter((kind) => kind !== 'internal');
  if (gives.length === 0) return refusal('gives-nothing', { block: block.id });
  return firstOutput(graph, block, side, to) === null
    ? refusal('wrong-kind', { node: to.node, needs: needs.join(', '), got: gives.join(', ') })
    : refusal('wrong-side', { block: block.id, side });
}
