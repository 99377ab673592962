import { describe, expect, it } from 'vitest';
import { EMPTY_GRAPH } from '../../model/formats/graph/empty-graph';
import { boxed, boxOf, inHand, pickedIn, range, toggled } from './selection';

const order = ['a', 'b', 'c', 'd'];
const places = new Map(order.map((id, at) => [id, { x: at * 100, y: 0, width: 50, height: 20 }]));

describe('picking nodes', () => {
  it('adds one or takes it away', () =>
    expect([toggled(['a'], 'b'), toggled(['a', 'b'], 'a')]).toEqual([['a', 'b'], ['b']]));

  it('takes all between two, in either direction', () =>
    expect([
      range(order, 'b', 'd'),
      range(order, 'c', 'a'),
      range(order, 'gone', 'b'),
      range(order, 'a', 'gone'),
    ]).toEqual([['b', 'c', 'd'], ['a', 'b', 'c'], ['b'], []]));

  it('takes what a box touches, from any corner, instead of or beside what was picked', () => {
    const box = boxOf({ x: 210, y: 30 }, { x: 120, y: -5 });
    expect([
      boxed(['d'], places, box),
      boxed(['d', 'b'], places, box, 'add'),
      boxed(['d', 'b'], places, box, 'remove'),
      boxed(['d'], places, boxOf({ x: 60, y: 0 }, { x: 90, y: 9 })),
    ]).toEqual([['b', 'c'], ['d', 'b', 'c'], ['d'], []]);
  });

  it('keeps what the graph has; an action takes all where its node is one of them', () => {
    const graph = {
      ...EMPTY_GRAPH,
      nodes: order.map((id) => ({
        id,
        block: 'mlp',
        side: 'user' as const,
        params: {},
        at: [0, 0] as [number, number],
      })),
    };
    expect(pickedIn(graph, ['a', 'gone', 'c'])).toEqual(['a', 'c']);
    expect([inHand(graph, ['a', 'gone', 'c'], 'c'), inHand(graph, ['a', 'c'], 'b')]).toEqual([['a', 'c'], ['b']]);
  });
});
