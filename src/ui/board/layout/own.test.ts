import { expect, it } from 'vitest';
import type { GraphNode, TowerGraph } from '../../../model/document/graph';
import { EMPTY_GRAPH } from '../../../model/formats/graph/empty-graph';
import { layOutOwn } from './own';

const node = (id: string, x: number, y: number): GraphNode => ({ id, block: id, side: 'user', params: {}, at: [x, y] });
const drawn = (...nodes: GraphNode[]): TowerGraph => ({
  ...EMPTY_GRAPH,
  arranged: true,
  nodes,
  edges: [{ from: { node: 'low', output: 'o' }, to: { node: 'high', input: 'i' } }],
});
const lay = (graph: TowerGraph) => layOutOwn(graph, () => ({ width: 100, height: 50 }), { user: 0, item: 0 });

it('leads an edge past the nearer side of what a person has put in its way, and straight where nothing is', () => {
  const [low, high] = [node('low', 0, 400), node('high', 0, 0)];
  expect(lay(drawn(low, high)).edges[0]!.points).toEqual([
    [0, 400],
    [0, 50],
  ]);
  const [, lower, upper] = lay(drawn(low, high, node('between', -20, 200))).edges[0]!.points;
  // The node reaches from -70 to 30.
  expect(lower![0]).toBeGreaterThan(30);
  expect([lower![1], upper![1]]).toEqual([250, 200]);
  const [, other] = lay(drawn(low, high, node('between', 20, 200))).edges[0]!.points;
  expect(other![0]).toBeLessThan(-30);
});
