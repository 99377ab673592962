import { describe, expect, it } from 'vitest';
import type { GraphNode, Side, TowerGraph } from '../../../model/document/graph';
import type { FieldSpec } from '../../../data/dataset';
import { presets } from '../../../model/presets/presets';
import { layOut, type Layout } from './layout';
import { risingPath } from '../RisingEdge';
import { walk } from '../walk';

const node = (id: string, side: Side): GraphNode => ({ id, block: id, side, params: {}, at: [0, 0] });
const edge = (from: string, to: string) => ({ from: { node: from, output: 'o' }, to: { node: to, input: 'i' } });

/**
 * user: uf, h -> pool; uf + pool -> cat -> mlp; pool + mlp -> mix -> match. item: if -> imlp -> match. match -> loss.
 */
const graph: TowerGraph = {
  format: 'tower-lab/graph',
  version: 1,
  kind: 'retrieval',
  title: '',
  tables: [],
  nodes: [
    node('uf', 'user'),
    node('h', 'user'),
    node('pool', 'user'),
    node('cat', 'user'),
    node('mlp', 'user'),
    node('mix', 'user'),
    node('if', 'item'),
    node('imlp', 'item'),
    node('match', 'match'),
    node('loss', 'objective'),
  ],
  edges: [
    edge('h', 'pool'),
    edge('uf', 'cat'),
    edge('pool', 'cat'),
    edge('cat', 'mlp'),
    edge('pool', 'mix'),
    edge('mlp', 'mix'),
    edge('mix', 'match'),
    edge('if', 'imlp'),
    edge('imlp', 'match'),
    edge('match', 'loss'),
  ],
};
const inputs = new Set(['uf', 'h', 'if']);
const lay = (g: TowerGraph = graph): Layout =>
  layOut(
    g,
    () => ({ width: 160, height: 50 }),
    (id) => inputs.has(id),
    { user: 30, item: 30 },
  );
const place = (layout: Layout, id: string) => layout.places.get(id) ?? expect.fail(`${id} has no place`);

describe('the drawing of the towers', () => {
  it('lets information rise: every edge leads to a node that stands higher', () => {
    const layout = lay();
    for (const { from, to } of graph.edges)
      expect(place(layout, to.node).y + 50).toBeLessThan(place(layout, from.node).y);
  });

  it('lets a path rise that nobody reads yet', () => {
    const loose: TowerGraph = {
      ...graph,
      nodes: [...graph.nodes, node('low', 'user'), node('high', 'user')],
      edges: [...graph.edges, edge('uf', 'low'), edge('low', 'high')],
    };
    const layout = lay(loose);
    for (const { from, to } of loose.edges)
      expect(place(layout, to.node).y + 50, `${from.node} to ${to.node}`).toBeLessThan(place(layout, from.node).y);
  });

  it('stands all fields on one level at the bottom', () => {
    const layout = lay();
    const y = [...inputs].map((id) => place(layout, id).y);
    expect(new Set(y).size).toBe(1);
    expect(Math.max(...[...layout.places.values()].map((p) => p.y))).toBe(y[0]);
  });

  it('keeps every tower in its lane and the lanes apart', () => {
    const layout = lay();
    for (const { id, side } of graph.nodes) {
      if (side !== 'user' && side !== 'item') continue;
      const { x, width } = place(layout, id);
      const lane = layout.lanes[side];
      expect(x).toBeGreaterThanOrEqual(lane.x);
      expect(x + width).toBeLessThanOrEqual(lane.x + lane.width);
    }
    expect(layout.lanes.user.x + layout.lanes.user.width).toBeLessThan(layout.lanes.item.x);
  });

  it('never lays a node over another', () => {
    const places = [...lay().places.values()];
    for (const a of places)
      for (const b of places)
        if (a !== b)
          expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(
            true,
          );
  });

  describe.each([...presets.values()])('of $id', ({ build }) => {
    const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind']): FieldSpec => ({
      name,
      owner,
      kind,
      rows: 20,
      length: 1,
    });
    const ids = [field('user id', 'user', 'id'), field('item id', 'item', 'id')];
    const more = [
      field('segment', 'user', 'categorical'),
      field('genres', 'item', 'bag'),
      field('year', 'item', 'numeric'),
      field('title trigrams', 'item', 'trigrams'),
      field('title tokens', 'item', 'tokens'),
    ];

    it.each([
      ['ids', ids],
      ['fields', [...ids, ...more]],
    ])('never lays a node over another, with %s', (_, fields) => {
      const drawn = build({ fields, users: 100, items: 800, events: 20_000, hasTime: true }).graph;
      const layout = layOut(
        drawn,
        (id) => ({ width: 160, height: id.length % 2 === 0 ? 50 : 90 }),
        (id) => !drawn.edges.some(({ to }) => to.node === id),
        { user: 30, item: 30 },
      );
      const places = [...layout.places];
      for (const [a, p] of places)
        for (const [b, q] of places)
          if (a < b)
            expect(
              p.x + p.width <= q.x || q.x + q.width <= p.x || p.y + p.height <= q.y || q.y + q.height <= p.y,
              `${a} and ${b}`,
            ).toBe(true);
    });
  });

  it('marks the edge around the MLP as a short-cut and leads it past the blocks it goes around', () => {
    const layout = lay();
    expect(layout.edges.filter(({ shortcut }) => shortcut).map(({ edge: e }) => `${e.from.node}>${e.to.node}`)).toEqual(
      ['pool>mix'],
    );
    const points = layout.edges.find(({ shortcut }) => shortcut)?.points ?? [];
    for (const id of ['cat', 'mlp']) {
      const { x, y, width, height } = place(layout, id);
      const beside = points.filter(([, py]) => py >= y - 1 && py <= y + height + 1);
      expect(beside.length).toBeGreaterThan(0);
      for (const [px] of beside) expect(px < x || px > x + width).toBe(true);
    }
  });

  it('keeps parallel channels apart, each over its own fields', () => {
    const channel = (n: number): TowerGraph['edges'] => {
      const pairs = [
        ['uf', 'cat'],
        ['sf', 'cat'],
        ['h', 'pool'],
        ['g', 'pools'],
        ['pool', 'base'],
        ['pools', 'base'],
        ['base', 'cat'],
        ['cat', 'drop'],
        ['drop', 'mlp'],
        ['base', 'mix'],
        ['mlp', 'mix'],
      ] as const;
      return [...pairs.map(([from, to]) => edge(`${from}${n}`, `${to}${n}`)), edge(`mix${n}`, 'join')];
    };
    const edges = [...channel(1), ...channel(2), edge('join', 'match')];
    const ids = [...new Set(edges.flatMap(({ from, to }) => [from.node, to.node]))].filter((id) => id !== 'match');
    const parallel: TowerGraph = {
      ...graph,
      nodes: [...ids.map((id) => node(id, 'user')), node('match', 'match')],
      edges,
    };
    const layout = layOut(
      parallel,
      () => ({ width: 160, height: 50 }),
      (id) => /^(uf|sf|h|g)\d$/.test(id),
      { user: 30, item: 30 },
    );
    const across = (n: number) => ['uf', 'sf', 'h', 'g'].map((id) => place(layout, `${id}${n}`).x);
    const [left, right] = across(1)[0]! < across(2)[0]! ? [across(1), across(2)] : [across(2), across(1)];
    expect(Math.max(...left)).toBeLessThan(Math.min(...right));
  });

  it('draws a graph with a circle, a loose edge and nothing at all', () => {
    const circle = { ...graph, edges: [...graph.edges, edge('mlp', 'cat'), edge('gone', 'mlp')] };
    expect(lay(circle).places.size).toBe(10);
    expect(lay({ ...graph, nodes: [], edges: [] }).places.size).toBe(0);
  });
});

describe('arrow keys', () => {
  it('follow the edges up and down and stay on a level left and right', () => {
    const layout = lay();
    expect(walk(layout, 'cat', 'ArrowUp')).toBe('mlp');
    expect(walk(layout, 'match', 'ArrowUp')).toBe('loss');
    expect(walk(layout, 'loss', 'ArrowUp')).toBeNull();
    expect(walk(layout, 'h', 'ArrowDown')).toBeNull();
    expect(['uf', 'h']).toContain(walk(layout, 'if', 'ArrowLeft'));
  });

  it('reach every node from the match', () => {
    const layout = lay();
    const reached = new Set(['match']);
    for (const id of reached)
      for (const arrow of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const)
        reached.add(walk(layout, id, arrow) ?? id);
    expect([...reached].sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
  });
});

describe('an edge', () => {
  it('runs straight through a passage and bends between levels', () => {
    expect(
      risingPath([
        [0, 100],
        [40, 60],
        [40, 20],
      ]),
    ).toBe('M0 100C0 80 40 80 40 60L40 20');
  });
});
