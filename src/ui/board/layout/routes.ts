/** Sixth step: the way of each edge, upward through its passages. */
import type { GraphEdge, Side, TowerGraph } from '../../../model/document/graph';
import { passageId } from './lane';
import type { Layers } from './layers';
import { isShortcut, nodesAbove } from './paths';
import type { Placing } from './placing';

export interface PlacedEdge {
  edge: GraphEdge;
  side: Side;
  /** Another, longer way leads from its source to its target. */
  shortcut: boolean;
  /** From the top of the source to the bottom of the target, upward. */
  points: [number, number][];
}

/** Between the arrivals of edges at one node. */
export const ARRIVAL_GAP = 22;

export function routeEdges(graph: TowerGraph, layers: Layers, placing: Placing): PlacedEdge[] {
  const above = nodesAbove(graph.edges);
  const sideOf = new Map(graph.nodes.map(({ id, side }) => [id, side]));
  return graph.edges.map((edge) => ({
    edge,
    side: sideOf.get(edge.from.node) ?? 'objective',
    shortcut: isShortcut(edge, above),
    points: pointsOf(edge, arrivalOf(edge, graph.edges, layers, placing), layers, placing),
  }));
}

const centreOf = (id: string, { places }: Placing): number => {
  const place = places.get(id);
  return place ? place.x + place.width / 2 : 0;
};

/** x at its target: edges that share one arrive next to each other, in the order in which they come. */
function arrivalOf(edge: GraphEdge, edges: readonly GraphEdge[], layers: Layers, placing: Placing): number {
  const layerBelow = (layers.layerOf.get(edge.to.node) ?? -1) + 1;
  const comesFrom = (rival: GraphEdge): number =>
    placing.passages.get(passageId(rival, layerBelow))?.x ?? centreOf(rival.from.node, placing);
  const rivals = edges.filter(({ to }) => to.node === edge.to.node).sort((a, b) => comesFrom(a) - comesFrom(b));
  const at = rivals.indexOf(edge) - (rivals.length - 1) / 2;
  return centreOf(edge.to.node, placing) + at * ARRIVAL_GAP;
}

function pointsOf(
  edge: GraphEdge,
  arrival: number,
  layers: Layers,
  { places, passages }: Placing,
): PlacedEdge['points'] {
  const source = places.get(edge.from.node);
  const target = places.get(edge.to.node);
  if (!source || !target) return [];
  const points: PlacedEdge['points'] = [[source.x + source.width / 2, source.y]];
  for (let layer = (layers.layerOf.get(edge.from.node) ?? 0) - 1; layer >= 0; layer--) {
    const passage = passages.get(passageId(edge, layer));
    if (passage) points.push([passage.x, passage.bottom], [passage.x, passage.top]);
  }
  return [...points, [arrival, target.y + target.height]];
}
