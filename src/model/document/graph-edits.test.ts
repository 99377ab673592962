import { EMPTY_GRAPH } from '../formats/graph/empty-graph';
import { describe, expect, it } from 'vitest';
import {
  addNode,
  connect,
  disconnect,
  freshId,
  moveNode,
  nodesOnCycles,
  removeNode,
  setParam,
  setTable,
  topologicalOrder,
} from './graph-edits';
import type { GraphEdge, TowerGraph } from './graph';

const edge = (from: string, to: string): GraphEdge => ({
  from: { node: from, output: 'vector' },
  to: { node: to, input: 'vector' },
});
const chain = (...ids: string[]): TowerGraph => ({
  ...EMPTY_GRAPH,
  nodes: ids.map((id) => ({ id, block: 'l2-normalise', side: 'user', params: {}, at: [0, 0] })),
  edges: ids.slice(1).map((id, at) => edge(ids[at]!, id)),
});

describe('edits', () => {
  it('never change the document they are given', () => {
    const graph = Object.freeze(chain('a', 'b'));
    const before = JSON.stringify(graph);
    addNode(graph, 'mlp', 'user', [0, 0]);
    removeNode(graph, 'a');
    moveNode(graph, 'a', [5, 5]);
    setParam(graph, 'a', 'x', 1);
    connect(graph, edge('b', 'a'));
    disconnect(graph, edge('a', 'b'));
    setTable(graph, { id: 't', field: 'f', width: 4 });
    expect(JSON.stringify(graph)).toBe(before);
  });

  it('number a second node of a block', () => {
    const first = addNode(EMPTY_GRAPH, 'mlp', 'user', [1, 2]);
    const second = addNode(first.graph, 'mlp', 'user', [3, 4], { widths: [8] });
    expect([first.id, second.id]).toEqual(['user-mlp', 'user-mlp-2']);
    expect(second.graph.nodes[1]).toEqual({
      id: 'user-mlp-2',
      block: 'mlp',
      side: 'user',
      params: { widths: [8] },
      at: [3, 4],
    });
    expect(freshId(['t', 't-2'], 't')).toBe('t-3');
  });

  it('remove a node with its edges', () => expect(removeNode(chain('a', 'b', 'c'), 'b').edges).toEqual([]));

  it('connect once, however often asked', () => {
    const graph = connect(connect(chain('a', 'b', 'c'), edge('a', 'c')), edge('a', 'c'));
    expect(graph.edges).toHaveLength(3);
    expect(disconnect(graph, edge('a', 'c')).edges).toHaveLength(2);
  });

  it('replace a table of the same id', () => {
    const graph = setTable(setTable(EMPTY_GRAPH, { id: 't', field: 'f', width: 4 }), { id: 't', field: 'f', width: 8 });
    expect(graph.tables).toEqual([{ id: 't', field: 'f', width: 8 }]);
  });

  it('name the known nodes when asked for another', () => {
    expect(() => setParam(chain('a', 'b'), 'c', 'x', 1)).toThrow('no node "c" in the graph; known: a, b');
  });
});

describe('order', () => {
  it('puts what is read before its readers, whatever the order of the document', () => {
    const graph = chain('c', 'a', 'b');
    expect(topologicalOrder({ ...graph, nodes: graph.nodes.toReversed() }).map(({ id }) => id)).toEqual([
      'c',
      'a',
      'b',
    ]);
  });

  it('leaves out a cycle and what lies behind it', () => {
    const graph = connect(chain('a', 'b', 'c', 'd'), edge('c', 'b'));
    expect(topologicalOrder(graph).map(({ id }) => id)).toEqual(['a']);
    expect(nodesOnCycles(graph).map(({ id }) => id)).toEqual(['b', 'c']);
  });
});
