import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { connect, disconnect, removeNode, setParam, setTable } from '../document/graph-edits';
import type { GraphEdge, GraphNode, TowerGraph } from '../document/graph';
import { withUserId } from '../presets/drawing/user-id';
import { preset } from '../presets/presets';
import type { Schema } from '../document/schema';
import { judge } from './judge';

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
    field('item id', 'item', 'id'),
    field('hour', 'context'),
    field('genre', 'item'),
  ],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
};
const good: TowerGraph = withUserId(preset('two-tower').build(schema, { width: 8 }).graph, schema.fields, 8)!;

const edge = (from: string, to: string): GraphEdge => {
  const [[node = '', output = ''], [target = '', input = '']] = [from.split('.'), to.split('.')];
  return { from: { node, output }, to: { node: target, input } };
};
const withNode = (graph: TowerGraph, node: Partial<GraphNode> & { id: string }): TowerGraph => ({
  ...graph,
  nodes: [...graph.nodes, { block: 'l2-normalise', side: 'user', params: {}, at: [0, 0], ...node }],
});
const changed = (id: string, change: Partial<GraphNode>): TowerGraph => ({
  ...good,
  nodes: good.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
});
/** Problems as "code at node.field". */
const found = (graph: TowerGraph, against: Schema = schema) =>
  judge(graph, against).problems.map(
    ({ code, nodeId, field: at }) => `${code} at ${nodeId}${at === undefined ? '' : `.${at}`}`,
  );

describe('validate', () => {
  it('finds nothing wrong with the preset and knows the type of every output', () => {
    const { problems, types } = judge(good, schema);
    expect(problems).toEqual([]);
    expect(types.size).toBe(good.nodes.length);
    expect(types.get('user-base')).toEqual({
      vector: {
        kind: 'vector',
        width: 16,
        parts: [
          { name: 'item id', width: 8 },
          { name: 'genre', width: 8 },
        ],
      },
    });
    expect(types.get('user-concat')?.['vector']).toMatchObject({
      width: 24,
      parts: [
        { name: 'item id', width: 8 },
        { name: 'genre', width: 8 },
        { name: 'user id', width: 8 },
      ],
    });
  });

  it.each<[string, TowerGraph, string[]]>([
    ['a block nobody knows', changed('user-mlp', { block: 'mpl' }), ['unknown-block at user-mlp']],
    [
      'a block on the wrong side',
      changed('history', { side: 'item' }),
      ['crosses-sides at pool.sequence', 'wrong-side at history'],
    ],
    [
      'an input without an edge',
      disconnect(good, edge('user-mlp.vector', 'user-mix.b')),
      ['missing-input at user-mix.b'],
    ],
    [
      'an edge into an input that is not there',
      connect(good, edge('user-mlp.vector', 'user-mix.c')),
      ['unknown-input at user-mix.c'],
    ],
    [
      'an edge into a node that is not there',
      connect(good, edge('user-mlp.vector', 'nowhere.a')),
      ['unknown-input at user-mlp.a'],
    ],
    [
      'an edge from an output that is not there',
      connect(disconnect(good, edge('user-mlp.vector', 'user-mix.b')), edge('user-mlp.gate', 'user-mix.b')),
      ['unknown-output at user-mix.b'],
    ],
    [
      'an edge from a node that is not there',
      connect(disconnect(good, edge('user-mlp.vector', 'user-mix.b')), edge('nowhere.x', 'user-mix.b')),
      ['unknown-output at user-mix.b'],
    ],
    [
      'the wrong kind of input',
      connect(
        disconnect(good, edge('user-dropout.vector', 'user-mlp.vector')),
        edge('history.sequence', 'user-mlp.vector'),
      ),
      ['wrong-kind at user-mlp.vector'],
    ],
    ['vectors of different width', setParam(good, 'user-mlp', 'widths', [5]), ['width-mismatch at user-mix.b']],
    [
      'coefficients over parts that have other names on the other side',
      connect(
        disconnect(setParam(good, 'match', 'coefficients', 'part'), edge('user-mix.vector', 'match.user')),
        edge('user-mlp.vector', 'match.user'),
      ),
      ['parts-mismatch at match.coefficients'],
    ],
    [
      'tables of different width in one node',
      setParam(setTable(good, { id: 'year', field: 'genre', width: 4 }), 'item-fields', 'tables', ['genre', 'year']),
      ['width-mismatch at item-fields.tables'],
    ],
    [
      'an edge from one tower into the other',
      connect(good, edge('user-base.vector', 'item-base.parts')),
      ['crosses-sides at item-base.parts'],
    ],
    [
      'towers swapped at the match',
      connect(disconnect(good, edge('user-mix.vector', 'match.user')), edge('item-mix.vector', 'match.user')),
      ['crosses-sides at match.user'],
    ],
    ['a table nobody declared', setParam(good, 'item-id', 'tables', ['isbn']), ['unknown-table at item-id.tables']],
    [
      'a table of a field the data lacks',
      setTable(good, { id: 'genre', field: 'author', width: 8 }),
      ['unknown-field at history-fields.tables', 'unknown-field at item-fields.tables'],
    ],
    [
      'an item field in the user tower',
      setParam(good, 'user-id', 'tables', ['genre']),
      ['field-of-other-side at user-id.tables'],
    ],
    [
      'a user field in the history',
      setParam(good, 'history', 'tables', ['user-id']),
      ['field-of-other-side at history.tables'],
    ],
    ['a value out of range', setParam(good, 'history', 'length', 0), ['bad-param at history.length']],
    ['a parameter of another block', setParam(good, 'history', 'rate', 1), ['bad-param at history.rate']],
    ['no table at all', setParam(good, 'item-id', 'tables', []), ['no-fields at item-id.tables']],
    [
      'two nodes with one id',
      withNode(good, { id: 'match', block: 'match', side: 'match' }),
      ['duplicate-id at match'],
    ],
    [
      'two tables with one id',
      { ...good, tables: [...good.tables, { id: 'genre', field: 'genre', width: 8 }] },
      ['duplicate-id at .tables'],
    ],
    [
      'two edges where one goes',
      connect(good, edge('user-base.vector', 'user-mix.b')),
      ['too-many-edges at user-mix.b'],
    ],
    ['no objective', removeNode(good, 'softmax'), ['no-objective at ']],
    ['no match', removeNode(good, 'match'), ['no-match at ', 'missing-input at softmax.pairing']],
  ])('%s', (_, graph, expected) => {
    expect(found(graph)).toEqual(expected);
  });

  it('says of a cycle which nodes are on it, and only of those', () => {
    const graph = connect(
      connect(withNode(good, { id: 'a' }), edge('b.vector', 'a.vector')),
      edge('a.vector', 'b.vector'),
    );
    expect(found(withNode(graph, { id: 'b' }))).toEqual(['cycle at a', 'cycle at b']);
  });

  it('refuses a history where the log has no time', () => {
    expect(found(good, { ...schema, hasTime: false })).toEqual(['no-time at history', 'no-time at history-fields']);
  });

  it('lets a context field into the user tower', () => {
    const graph = setParam(setTable(good, { id: 'hour', field: 'hour', width: 8 }), 'user-id', 'tables', [
      'user-id',
      'hour',
    ]);
    expect(found(graph)).toEqual([]);
  });

  it('fills the placeholders of its sentence', () => {
    expect(judge(setParam(good, 'user-mlp', 'widths', [5]), schema).problems[0]!.values).toEqual({
      left: 16,
      right: 5,
    });
    expect(judge(setParam(good, 'history', 'length', 0.5), schema).problems[0]!.values).toMatchObject({
      got: '0.5',
      allowed: 'integer 1 – 200',
    });
  });

  it('blames the first wrong node, not those that read it', () => {
    expect(found(setParam(good, 'item-id', 'tables', ['isbn', 'asin']))).toEqual([
      'unknown-table at item-id.tables',
      'unknown-table at item-id.tables',
    ]);
  });
});
