/** What two towers do not know of themselves: what is popular at the moment. */
import type { GraphEdge, GraphNode, TowerGraph } from '../../document/graph';
import { freshId, nodeById } from '../../document/graph-edits';
import type { Schema } from '../../document/schema';
import { blockById } from '../../nodes/registry';
import { servedMatch } from '../../nodes/served-match';

type Sizes = Pick<Schema, 'events' | 'items'>;

/**
 * The shortest half-life, as a share of the training events; the next ones are an 80th and a 20th. Which one is best
 * differs from log to log, and three with learnt weights are near the best on each of the five reference logs: counts
 * alone, NDCG@10 on validation.
 */
const SHORTEST = 1 / 320;
/**
 * Events between two snapshots, about: what is popular moves within hours. NDCG@10 on validation of kuairand long view,
 * seed 101, is .0415 with 256 of them and .0429 with 32.
 */
const APART = 32;
const [FEWEST, MOST] = [16, 1024];
/** Snapshots of all items together: an index has a number for each of them, 32 MiB. */
const OF_ITEMS = 2 ** 23;
const powerOfTwo = (count: number): number => 2 ** Math.round(Math.log2(count));
const snapshotsOf = ({ events, items }: Sizes): number =>
  Math.max(FEWEST, Math.min(MOST, powerOfTwo(events / APART), powerOfTwo(OF_ITEMS / items)));
const ABOVE = 95;
/** Id of the node that is added, and of its block. */
export const RECENT_POPULARITY = 'recent-popularity';

const moved = (node: GraphNode): GraphNode => ({ ...node, at: [node.at[0], node.at[1] - ABOVE] });

/**
 * The graph with a node upon the served match that adds the item's popularity of the moment to the score, between it
 * and the objectives that rank by it. Null where there is no such place: none ranks by what is served, or the node is
 * there already.
 */
export function withRecentPopularity(graph: TowerGraph, sizes: Sizes): TowerGraph | null {
  const match = servedMatch(graph);
  // What sets an item against others, not what looks at the vectors that meet.
  const isLearntFrom = ({ from, to }: GraphEdge): boolean =>
    from.node === match?.id &&
    from.output === 'pairing' &&
    blockById(nodeById(graph, to.node)!.block).hardNegatives !== undefined;
  if (!match || match.block === RECENT_POPULARITY || !graph.edges.some(isLearntFrom)) return null;
  const id = freshId(
    graph.nodes.map((node) => node.id),
    RECENT_POPULARITY,
  );
  const [x, y] = match.at;
  const from = { node: id, output: 'pairing' };
  return {
    ...graph,
    nodes: [
      ...graph.nodes.map((node) => (node.at[1] < y ? moved(node) : node)),
      {
        id,
        block: RECENT_POPULARITY,
        side: 'match',
        params: {
          halfLife: Math.max(1, Math.round(sizes.events * SHORTEST)),
          halfLives: 3,
          snapshots: snapshotsOf(sizes),
          perUser: true,
        },
        at: [x, y - ABOVE],
      },
    ],
    edges: [
      ...graph.edges.map((edge) => (isLearntFrom(edge) ? { ...edge, from } : edge)),
      { from: { node: match.id, output: 'pairing' }, to: { node: id, input: 'pairing' } },
    ],
  };
}
