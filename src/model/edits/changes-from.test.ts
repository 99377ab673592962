import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { blockById } from '../nodes/registry';
import { moveEdge } from './wiring';
import { addAt, remove, removeHealing } from './nodes';
import { connect, disconnect, moveNode, nodeById, setParam } from '../document/graph-edits';
import type { GraphEdge } from '../document/graph';
import { changesFrom } from './changes-from';
import { preset } from '../presets/presets';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'] = 'categorical'): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 10,
  length: 1,
});
const schema = {
  fields: [
    field('user id', 'user', 'id'),
    field('segment', 'user'),
    field('item id', 'item', 'id'),
    field('genre', 'item'),
  ],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
};
const base = preset('two-tower').build(schema).graph;
const edge: GraphEdge = { from: { node: 'item-fields', output: 'fields' }, to: { node: 'item-base', input: 'parts' } };
const only = { added: [], removed: [] };

describe('what has become of ready-made towers', () => {
  it('is nothing while they compute the same, wherever they stand, and however that is written down', () => {
    expect(changesFrom(base, preset('two-tower').build(schema).graph)).toBeNull();
    expect(changesFrom(base, { ...moveNode(base, 'match', [1, 2]), title: 'other' })).toBeNull();
    expect(changesFrom(base, { ...base, nodes: base.nodes.toReversed(), tables: base.tables.toReversed() })).toBeNull();
    expect(nodeById(base, 'match')?.params['coefficients']).toBeUndefined();
    expect(changesFrom(base, setParam(base, 'match', 'coefficients', 'none'))).toBeNull();
    const { graph, id } = addAt(base, { kind: 'between', edge }, blockById('senet'));
    expect(changesFrom(base, removeHealing(graph, id))).toBeNull();
  });

  it('names blocks that came and went, as often as they did', () => {
    const one = addAt(base, { kind: 'between', edge }, blockById('senet')).graph;
    const two = addAt(one, { kind: 'alone', side: 'user' }, blockById('senet')).graph;
    expect(changesFrom(base, two)).toEqual({ added: ['senet', 'senet'], removed: [] });
    expect(changesFrom(base, remove(one, 'user-mlp'))).toEqual({ added: ['senet'], removed: ['mlp'] });
  });

  it('is there without them where a setting, a table, an edge or the order of edges differs', () => {
    expect(changesFrom(base, setParam(base, 'match', 'temperature', 0.5))).toEqual(only);
    expect(
      changesFrom(base, {
        ...base,
        tables: base.tables.map((table, i) => (i === 0 ? { ...table, width: 12 } : table)),
      }),
    ).toEqual(only);
    expect(changesFrom(base, disconnect(base, edge))).toEqual(only);
    expect(changesFrom(base, moveEdge(base, edge, -1))).toEqual(only);
    expect(changesFrom(base, connect(disconnect(base, edge), edge))).toBeNull();
  });
});
