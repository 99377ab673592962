import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { judge } from '../check/judge';
import type { GraphEdge, TowerGraph } from '../document/graph';
import { nodeById } from '../document/graph-edits';
import type { Schema } from '../document/schema';
import { blockById } from '../nodes/registry';
import { tablesOf } from '../nodes/tables';
import { preset } from '../presets/presets';
import { addAt, fitAt, type Place } from './nodes';
import { refusalOfPlace } from './place-refusal';
import { placeEdge } from './wiring';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'] = 'categorical'): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 10,
  length: 1,
});
const schema: Schema = {
  fields: [
    field('user id', 'user', 'id'),
    field('segment', 'user'),
    field('item id', 'item', 'id'),
    field('genre', 'item'),
    field('year', 'item'),
  ],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
};
const parallel = preset('parallel').build(schema, { width: 8 }).graph;
const plain = preset('two-tower').build(schema, { width: 8 }).graph;
const into = (graph: TowerGraph, node: string) =>
  graph.edges.filter(({ to }) => to.node === node).map(({ from }) => from.node);
const edge = (graph: TowerGraph, from: string, to: string): GraphEdge =>
  graph.edges.find((known) => known.from.node === from && known.to.node === to)!;
const beside = (graph: TowerGraph, from: string, to: string, where: 'before' | 'after'): Place => ({
  kind: 'beside',
  edge: edge(graph, from, to),
  where,
});
const codes = (graph: TowerGraph) => judge(graph, schema).problems.map(({ code, nodeId }) => `${code} at ${nodeId}`);

describe('a channel beside another', () => {
  it('reads what that reads in nodes and tables of its own, as those of parallel towers do', () => {
    const { graph, id } = addAt(parallel, beside(parallel, 'item-dcn', 'item-channels', 'after'), blockById('mlp'));
    expect(into(graph, 'item-channels')).toEqual(['item-mix', 'item-dcn', id, 'item-fm', 'item-cin']);
    expect([into(graph, id), into(graph, 'item-dcn-concat-2')]).toEqual([
      ['item-dcn-dropout-2'],
      ['item-dcn-fields-2'],
    ]);
    const read = (node: string) => tablesOf(nodeById(graph, node)!);
    expect(read('item-dcn-fields-2')).toHaveLength(3);
    expect(read('item-dcn-fields-2').filter((table) => read('item-dcn-fields').includes(table))).toEqual([]);
    expect(into(graph, 'item-dcn')).toEqual(into(parallel, 'item-dcn'));
  });

  it('stands before it where that is asked, on both sides a model without problems', () => {
    let graph = parallel;
    for (const side of ['user', 'item'])
      ({ graph } = addAt(graph, beside(graph, `${side}-fm`, `${side}-channels`, 'before'), blockById('fm')));
    expect(into(graph, 'user-channels')).toEqual(['user-mix', 'user-dcn', 'user-fm-2', 'user-fm', 'user-cin']);
    expect(codes(graph)).toEqual([]);
  });

  it('reads the other one where it cannot read what that reads, and shares its tables then', () => {
    const { graph, id } = addAt(plain, beside(plain, 'item-id', 'item-base', 'after'), blockById('senet'));
    expect([into(graph, id), into(graph, 'item-base')]).toEqual([['item-id'], ['item-id', id, 'item-fields']]);
    expect(graph.tables).toEqual(plain.tables);
    expect(codes(graph).filter((problem) => !problem.startsWith('width-mismatch'))).toEqual([]);
  });

  it('reads nothing where it has no input', () => {
    const { graph, id } = addAt(plain, beside(plain, 'item-id', 'item-base', 'before'), blockById('fields'));
    expect([into(graph, id), into(graph, 'item-base')]).toEqual([[], [id, 'item-id', 'item-fields']]);
  });

  it('is laid where the other one was taken, and nowhere else that reads it', () => {
    const { graph, id } = addAt(plain, beside(plain, 'user-base', 'user-concat', 'after'), blockById('concat'));
    expect(graph.edges.filter(({ from }) => from.node === id)).toHaveLength(1);
  });

  it('is refused where one edge is taken, and where kinds or sides differ', () => {
    const why = (place: Place, block: string) => refusalOfPlace(plain, place, blockById(block));
    expect(why(beside(plain, 'user-mlp', 'user-mix', 'after'), 'mlp')).toEqual({
      code: 'takes-one',
      values: { node: 'user-mix', input: 'b' },
    });
    const onItem = beside(plain, 'item-id', 'item-base', 'after');
    expect([why(onItem, 'history')?.code, why(onItem, 'pool')?.code, why(onItem, 'dcn')?.code]).toEqual([
      'wrong-side',
      'wrong-kind',
      'wrong-kind',
    ]);
    expect(fitAt(plain, onItem, blockById('dcn'))).toBeNull();
  });
});

describe('a block on the ground', () => {
  const ground = (side: 'user' | 'item' | 'match' | 'objective', at: [number, number] | null): Place => ({
    kind: 'ground',
    side,
    at,
  });

  it('stands where it was put and reads the nearest output below it that fits', () => {
    const { at } = nodeById(plain, 'item-mlp')!;
    const { graph, id } = addAt(plain, ground('item', [at[0] + 20, at[1] - 30]), blockById('dropout'));
    expect(nodeById(graph, id)?.at).toEqual([at[0] + 20, at[1] - 30]);
    expect(into(graph, id)).toEqual(['item-mlp']);
    const below = addAt(plain, ground('item', [at[0], at[1] + 20]), blockById('dropout'));
    expect(into(below.graph, below.id)).toEqual(['item-dropout']);
  });

  it('feeds the input that lacks an edge, and never reads what reads it', () => {
    const cut: TowerGraph = { ...plain, edges: plain.edges.filter(({ to }) => to.node !== 'item-mlp') };
    const { graph, id } = addAt(cut, ground('item', [740, 300]), blockById('dropout'));
    expect([into(graph, 'item-mlp'), into(graph, id)]).toEqual([[id], ['item-dropout']]);
    expect(codes(graph).filter((problem) => problem.startsWith('cycle'))).toEqual([]);
  });

  it('feeds what takes several where it reads nothing, and connects every input of a match', () => {
    const { graph, id } = addAt(plain, ground('item', null), blockById('fields'));
    expect(into(graph, 'item-base')).toContain(id);
    const matched = addAt(plain, ground('match', [420, 50]), blockById('match'));
    expect(into(matched.graph, matched.id)).toEqual(['user-mix', 'item-mix']);
  });

  it('is refused on a side where it does not belong', () =>
    expect(refusalOfPlace(plain, ground('item', null), blockById('history'))).toEqual({
      code: 'wrong-side',
      values: { block: 'history', side: 'item' },
    }));
});

describe('an exchanged block', () => {
  it('leaves tables behind that it may not read', () => {
    const lone = addAt(plain, { kind: 'alone', side: 'user' }, blockById('fields'));
    const read: TowerGraph = {
      ...lone.graph,
      nodes: lone.graph.nodes.map((node) =>
        node.id === lone.id ? { ...node, params: { tables: ['segment'] } } : node,
      ),
    };
    const { graph, id } = addAt(read, { kind: 'instead', node: lone.id }, blockById('history'));
    expect(tablesOf(nodeById(graph, id)!)).toEqual([]);
    expect(codes(graph).filter((problem) => problem.endsWith(`at ${id}`))).toEqual([`no-fields at ${id}`]);
  });
});

describe('an edge among those of its input', () => {
  it('goes to any place, and stays where there is none', () => {
    const last = edge(parallel, 'item-cin', 'item-channels');
    expect(into(placeEdge(parallel, last, 0), 'item-channels')).toEqual([
      'item-cin',
      'item-mix',
      'item-dcn',
      'item-fm',
    ]);
    expect([placeEdge(parallel, last, 3), placeEdge(parallel, last, 4), placeEdge(parallel, last, -1)]).toEqual([
      parallel,
      parallel,
      parallel,
    ]);
  });
});
