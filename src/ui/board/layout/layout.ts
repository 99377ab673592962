/**
 * Where the nodes stand: two lanes, fields at the bottom, match and objectives above both. Drawn in layers (Sugiyama,
 * Tagawa, Toda 1981): edges that pass several layers get a place of their own in each, which is what keeps a short-cut
 * beside the blocks it goes around.
 */
import type { TowerGraph } from '../../../model/document/graph';
import { alignLane } from './coordinates';
import type { LaneSide, Place, Size } from './geometry';
import { laneOf, type Lane } from './lane';
import { assignLayers } from './layers';
import { orderLane } from './ordering';
import { placeNodes } from './placing';
import { routeEdges, type PlacedEdge } from './routes';

/** All that is drawn lies within x, y, width and height. */
export interface Layout extends Place {
  places: Map<string, Place>;
  edges: PlacedEdge[];
  lanes: Record<LaneSide, Place>;
}

/**
 * @param footer height kept free at the bottom of each lane for its label;
 * @param gap between nodes that stand beside each other
 */
export function layOut(
  graph: TowerGraph,
  sizeOf: (nodeId: string) => Size,
  isInput: (nodeId: string) => boolean,
  footer: Record<LaneSide, number>,
  gap = 16,
): Layout {
  const drawn = withoutLooseEdges(graph);
  const layers = assignLayers(drawn, isInput);
  const arrange = (side: LaneSide): Lane => {
    const lane = laneOf(drawn, side, layers, sizeOf);
    orderLane(lane, gap);
    alignLane(lane, gap);
    return lane;
  };
  const placing = placeNodes(layers, { user: arrange('user'), item: arrange('item') }, sizeOf, footer, gap);
  const { width, height, places, lanes } = placing;
  return { x: 0, y: 0, width, height, places, lanes, edges: routeEdges(drawn, layers, placing) };
}

export function withoutLooseEdges(graph: TowerGraph): TowerGraph {
  const ids = new Set(graph.nodes.map(({ id }) => id));
  return { ...graph, edges: graph.edges.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node)) };
}
