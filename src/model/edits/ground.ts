/** A block put down on the ground of a side, connected as well as can be told from where it stands. */
import type { AnyBlock } from '../blocks/block';
import { findBlock } from '../nodes/registry';
import { addNode, connect, edgesInto, nodeById } from '../document/graph-edits';
import type { GraphEdge, Side, TowerGraph } from '../document/graph';
import { belowSide, type Point } from './positions';
import { downstream, fits, takesMany } from './wiring';

/** Data flow upward: what lies on the wrong side of a node is as far as a whole drawing. */
const AGAINST_THE_FLOW = 10_000;

/**
 * Adds a node at a point, or below its side where there is room. It feeds the nearest input that lacks an edge, or, if
 * it reads nothing itself, one that takes several; each of its inputs reads the nearest output that fits.
 */
export function addOnGround(
  graph: TowerGraph,
  side: Side,
  at: Point | null,
  block: AnyBlock,
): { graph: TowerGraph; id: string } {
  const point: [number, number] = at ? [Math.round(at[0]), Math.round(at[1])] : belowSide(graph, side);
  const { graph: added, id } = addNode(graph, block.id, side, point);
  const fed = connectTo(added, nearest(added, point, feeding(added, id, block), 'to'));
  return {
    id,
    graph: Object.keys(block.inputs).reduce(
      (now, input) => connectTo(now, nearest(now, point, reading(now, { node: id, input }), 'from')),
      fed,
    ),
  };
}

const connectTo = (graph: TowerGraph, edge: GraphEdge | undefined): TowerGraph => (edge ? connect(graph, edge) : graph);

/** Edges from a node into inputs that wait for one. */
const feeding = (graph: TowerGraph, id: string, block: AnyBlock): GraphEdge[] =>
  graph.nodes
    .filter((node) => node.id !== id)
    .flatMap((node) =>
      Object.keys(findBlock(node.block)?.inputs ?? {})
        .map((input) => ({ node: node.id, input }))
        .filter(
          (to) =>
            !edgesInto(graph, node.id).some((edge) => edge.to.input === to.input) ||
            (Object.keys(block.inputs).length === 0 && takesMany(graph, to)),
        )
        .flatMap((to) => Object.keys(block.outputs).map((output) => ({ from: { node: id, output }, to }))),
    )
    .filter((edge) => fits(graph, edge));

/** Edges into an input of a node, from all but what reads the node. */
function reading(graph: TowerGraph, to: GraphEdge['to']): GraphEdge[] {
  const behind = downstream(graph, to.node);
  return graph.nodes
    .filter(({ id }) => !behind.has(id))
    .flatMap(({ id, block }) =>
      Object.keys(findBlock(block)?.outputs ?? {}).map((output) => ({ from: { node: id, output }, to })),
    )
    .filter((edge) => fits(graph, edge));
}

/** Of edges, the one whose other end is nearest, upward to readers and downward to what is read. */
function nearest(graph: TowerGraph, [x, y]: Point, edges: readonly GraphEdge[], end: 'from' | 'to') {
  const far = (edge: GraphEdge): number => {
    const [nx, ny] = nodeById(graph, edge[end].node)!.at;
    const isAgainst = end === 'from' ? ny < y : ny > y;
    return Math.hypot(nx - x, ny - y) + (isAgainst ? AGAINST_THE_FLOW : 0);
  };
  return edges.toSorted((a, b) => far(a) - far(b))[0];
}
