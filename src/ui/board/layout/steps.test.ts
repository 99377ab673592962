import { EMPTY_GRAPH } from '../../../model/formats/graph/empty-graph';
import { describe, expect, it } from 'vitest';

import type { Side, TowerGraph } from '../../../model/document/graph';
import { packRow } from './coordinates';
import { laneOf, type Lane, type Slot } from './lane';
import { assignLayers } from './layers';
import { crossingsOf, orderLane } from './ordering';

/** Edges as 'a>b'; a node's side by its first letter: u, i, m, o. */
function drawn(ids: readonly string[], edges: readonly string[]): TowerGraph {
  const sides: Record<string, Side> = { u: 'user', i: 'item', m: 'match', o: 'objective' };
  return {
    ...EMPTY_GRAPH,
    nodes: ids.map((id) => ({ id, block: id, side: sides[id[0]!]!, params: {}, at: [0, 0] })),
    edges: edges.map((text) => {
      const [from = '', to = ''] = text.split('>');
      return { from: { node: from, output: 'o' }, to: { node: to, input: 'i' } };
    }),
  };
}
const layersOf = (graph: TowerGraph, inputs: readonly string[]) => assignLayers(graph, (id) => inputs.includes(id));
const size = () => ({ width: 100, height: 50 });
const idsOf = ({ rows }: Lane) => rows.map((row) => row.map(({ id }) => id));

describe('layers', () => {
  it('put match and objectives on top, fields at the bottom, and a short tower level with the long one', () => {
    const graph = drawn(['u1', 'u2', 'u3', 'i1', 'i2', 'm', 'o'], ['u1>u2', 'u2>u3', 'u3>m', 'i1>i2', 'i2>m', 'm>o']);
    const { top, layerOf, bottom } = layersOf(graph, ['u1', 'i1']);
    expect(top).toEqual([['o'], ['m']]);
    expect(bottom).toBe(2);
    expect(Object.fromEntries(layerOf)).toEqual({ u3: 0, u2: 1, u1: 2, i2: 0, i1: 2 });
  });
});

describe('a lane', () => {
  it('gives an edge a passage in every layer that it goes by, up to the match', () => {
    const graph = drawn(['u1', 'u2', 'm'], ['u1>u2', 'u2>m', 'u1>m']);
    const lane = laneOf(graph, 'user', layersOf(graph, ['u1']), size);
    expect(idsOf(lane)).toEqual([['u2', 'u1/o>m@0'], ['u1']]);
    expect(lane.slots.get('u1')?.above).toEqual(['u2', 'u1/o>m@0']);
    expect(lane.slots.get('u1/o>m@0')).toMatchObject({ isPassage: true, below: ['u1'], above: [] });
  });
});

describe('the order in a lane', () => {
  it('undoes a crossing', () => {
    const graph = drawn(['u1', 'u2', 'u3', 'u4', 'm'], ['u1>u4', 'u2>u3', 'u3>m', 'u4>m']);
    const lane = laneOf(graph, 'user', layersOf(graph, ['u1', 'u2']), size);
    expect(crossingsOf(lane.rows)).toBe(1);
    orderLane(lane, 16);
    expect(crossingsOf(lane.rows)).toBe(0);
    expect(idsOf(lane)).toEqual([
      ['u3', 'u4'],
      ['u2', 'u1'],
    ]);
  });
});

describe('a packed row', () => {
  const slot = (isPassage: boolean): Slot => ({ id: '', ...size(), isPassage, below: [], above: [], x: 0 });
  const pack = (row: readonly (readonly [Slot, number])[]): number[] => {
    packRow(
      row.map(([it]) => it),
      new Map(row),
      20,
    );
    return row.map(([{ x }]) => x);
  };

  it('gives every slot its wish where there is room', () => {
    expect(
      pack([
        [slot(false), -80],
        [slot(false), 90],
      ]),
    ).toEqual([-80, 90]);
  });

  it('shares the way between two blocks, and lets a passage make way for a block', () => {
    expect(
      pack([
        [slot(false), 0],
        [slot(false), 0],
      ]),
    ).toEqual([-60, 60]);
    const [block, passage] = pack([
      [slot(false), 0],
      [slot(true), 0],
    ]);
    expect(block).toBeGreaterThan(-2);
    expect(passage! - block!).toBeCloseTo(120);
  });
});
