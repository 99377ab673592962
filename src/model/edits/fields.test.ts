import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { judge } from '../check/judge';
import type { TowerGraph } from '../document/graph';
import { addNode, nodeById } from '../document/graph-edits';
import type { Schema } from '../document/schema';
import { blockById } from '../nodes/registry';
import { tablesOf } from '../nodes/tables';
import { preset } from '../presets/presets';
import {
  addField,
  displacedBy,
  fieldOf,
  moveField,
  refusalOfField,
  refusalOfTaking,
  takeField,
  unusedFields,
} from './fields';
import { addAt } from './nodes';
import { setTables } from './tables';

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
    field('hour', 'context'),
    field('item id', 'item', 'id'),
    field('genre', 'item'),
    field('year', 'item'),
    field('words', 'item', 'tokens'),
    field('blurb', 'item', 'tokens'),
  ],
  users: 8,
  items: 8,
  events: 8,
  hasTime: true,
};
const { fields } = schema;
const { graph } = preset('two-tower').build(schema, { width: 32 });
const read = (of: TowerGraph, node: string) => tablesOf(nodeById(of, node)!).map((id) => fieldOf(of, id));
const why = (name: string, to: string, from: { node: string; table: string } | null = null) =>
  refusalOfField(graph, fields, name, from, to)?.code ?? null;
/** Of the nodes that embed fields: what is built upon them may be of another width then. */
const problems = (of: TowerGraph) =>
  judge(of, schema).problems.flatMap(({ code, nodeId }) => (tablesOf(nodeById(of, nodeId)!).length > 0 ? [code] : []));

describe('a field', () => {
  it('moves with its table, which takes the width of those it comes to', () => {
    const lone = addField(takeField(graph, { node: 'item-fields', table: 'genre' }), 'item-fields', 'genre');
    const table = tablesOf(nodeById(lone, 'item-fields')!).at(-1)!;
    const moved = moveField(lone, { node: 'item-fields', table }, 'item-id');
    expect([read(moved, 'item-fields'), read(moved, 'item-id')]).toEqual([['year'], ['item id', 'genre']]);
    expect(moved.tables.find(({ id }) => id === table)?.width).toBe(32);
    expect(problems(moved)).toEqual([]);
  });

  it('leaves a shared table of another width to its other readers, and takes one of its own', () => {
    const shared = tablesOf(nodeById(graph, 'item-fields')!)[0]!;
    const moved = moveField(graph, { node: 'item-fields', table: shared }, 'item-id');
    expect(moved.tables.find(({ id }) => id === shared)).toEqual(graph.tables.find(({ id }) => id === shared));
    expect(read(moved, 'history-fields')).toEqual(read(graph, 'history-fields'));
    expect(tablesOf(nodeById(moved, 'item-id')!)[1]).not.toBe(shared);
    expect(problems(moved)).toEqual([]);
  });

  it('moves a shared table whole where the widths agree', () => {
    const { graph: two, id } = addAt(graph, { kind: 'alone', side: 'item' }, blockById('fields'));
    const moved = moveField(two, { node: 'item-fields', table: 'genre' }, id);
    expect([tablesOf(nodeById(moved, id)!), moved.tables]).toEqual([['genre'], graph.tables]);
  });

  it('is unused where no node of its tower embeds it, and gets a table as wide as those beside it', () => {
    expect(unusedFields(graph, fields, 'user').map(({ name }) => name)).toEqual(['user id', 'hour']);
    const added = addField(graph, 'user-fields', 'hour');
    expect(read(added, 'user-fields')).toEqual(['segment', 'hour']);
    expect(problems(added)).toEqual([]);
    expect(takeField(added, { node: 'user-fields', table: 'hour' })).toEqual(graph);
  });

  it('makes room at a node that takes few', () => {
    const { graph: one, id } = addAt(graph, { kind: 'alone', side: 'item' }, blockById('text-tokens'));
    expect(displacedBy(one, id)).toBeNull();
    const full = addField(one, id, 'words');
    expect(displacedBy(full, id)).toBe('words');
    expect(read(addField(full, id, 'blurb'), id)).toEqual(['blurb']);
  });

  it('is refused with the reason', () => {
    expect([
      why('hour', 'user-concat'),
      why('nowhere', 'user-fields'),
      why('genre', 'user-fields'),
      why('segment', 'user-fields'),
      why('hour', 'user-fields'),
      why('genre', 'history', { node: 'item-fields', table: 'genre' }),
      why('genre', 'item-fields', { node: 'item-fields', table: 'genre' }),
      why('item id', 'item-fields', { node: 'item-id', table: 'item-id' }),
    ]).toEqual([
      'no-tables',
      'unknown-field',
      'field-of-other-side',
      'has-field',
      null,
      'other-tower',
      'same-place',
      'last-field',
    ]);
    const { graph: own, id } = addNode(graph, 'augment', 'item', [0, 0]);
    expect(refusalOfField(own, fields, 'genre', null, id)).toEqual({
      code: 'field-kind',
      values: { field: 'genre', node: id, kind: 'id' },
    });
    expect(refusalOfTaking(graph, { node: 'item-fields', table: 'item-id' })?.code).toBe('not-here');
    expect(judge(setTables(graph, 'item-id', 'tables', []), schema).problems[0]?.code).toBe('no-fields');
  });
});
