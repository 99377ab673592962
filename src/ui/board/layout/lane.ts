/** Second step: what stands in each layer of one lane, its nodes and the passages of the edges that go by. */
import type { GraphEdge, TowerGraph } from '../../../model/document/graph';
import type { LaneSide, Size } from './geometry';
import type { Layers } from './layers';

export interface Slot extends Size {
  /** Of the node, or of the passage. */
  id: string;
  /** Room for an edge that passes the layer (a dummy node in the literature). */
  isPassage: boolean;
  /** Ids of the slots that an edge, or a piece of one, comes from. */
  below: string[];
  /** Ids of the slots that an edge, or a piece of one, leads to. */
  above: string[];
  /** Its centre, from the middle of the lane. */
  x: number;
}

export interface Lane {
  slots: ReadonlyMap<string, Slot>;
  /** One row for each layer from the top down, each from left to right. */
  rows: Slot[][];
}

const PASSAGE: Size = { width: 26, height: 0 };

/** One passage per source output and layer: edges to several targets share their way up. */
export const passageId = (edge: GraphEdge, layer: number): string =>
  `${edge.from.node}/${edge.from.output}>${edge.to.node}@${layer}`;

/** The slots of a lane in the order of the graph, linked along its edges. */
export function laneOf(graph: TowerGraph, side: LaneSide, layers: Layers, sizeOf: (nodeId: string) => Size): Lane {
  const slots = new Map<string, Slot>();
  const rows: Slot[][] = Array.from({ length: layers.bottom + 1 }, () => []);
  const layerOf = (id: string): number => layers.layerOf.get(id) ?? 0;
  const put = (id: string, layer: number, size: Size, isPassage: boolean): void => {
    const slot = { id, ...size, isPassage, below: [], above: [], x: 0 };
    slots.set(id, slot);
    rows[layer]?.push(slot);
  };
  const link = (low: string, high: string): void => {
    slots.get(low)?.above.push(high);
    slots.get(high)?.below.push(low);
  };

  const own = graph.nodes.filter((node) => node.side === side);
  for (const { id } of own) put(id, layerOf(id), sizeOf(id), false);
  const ids = new Set(own.map(({ id }) => id));
  for (const edge of graph.edges) {
    if (!ids.has(edge.from.node)) continue;
    const staysInLane = ids.has(edge.to.node);
    const high = staysInLane ? layerOf(edge.to.node) : -1;
    let last = edge.from.node;
    for (let layer = layerOf(last) - 1; layer > high; layer--) {
      const id = passageId(edge, layer);
      if (!slots.has(id)) put(id, layer, PASSAGE, true);
      link(last, id);
      last = id;
    }
    if (staysInLane) link(last, edge.to.node);
  }
  return { slots, rows };
}
