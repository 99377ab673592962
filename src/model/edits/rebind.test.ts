import { describe, expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { judge } from '../check/judge';
import { setParam } from '../document/graph-edits';
import { preset } from '../presets/presets';
import type { Schema } from '../document/schema';
import { rebind } from './rebind';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind']): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 10,
  length: 1,
});
const schemaOf = (...fields: FieldSpec[]): Schema => ({ fields, users: 8, items: 8, events: 60, hasTime: true });
const books = schemaOf(
  field('reader', 'user', 'id'),
  field('book', 'item', 'id'),
  field('genre', 'item', 'categorical'),
  field('mood', 'item', 'categorical'),
);
const films = schemaOf(
  field('viewer', 'user', 'id'),
  field('film', 'item', 'id'),
  field('genre', 'item', 'categorical'),
);

describe('a drawing on other data', () => {
  const { graph } = preset('two-tower').build(books);
  const drawn = setParam(graph, 'user-mlp', 'widths', [7, 80]);

  it('finds its fields by name, its ids as ids, and says at the nodes what is not there', () => {
    const moved = rebind(drawn, books.fields, films.fields);
    expect(moved.tables.map(({ id, field, width }) => [id, field, width])).toEqual(
      graph.tables.map(({ id, field, width }) => [id, field === 'book' ? 'film' : field, width]),
    );
    expect(moved.nodes).toBe(drawn.nodes);
    const { problems } = judge(moved, films);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['unknown-field']));
    expect(problems.map(({ nodeId }) => nodeId)).toEqual(['history-fields', 'item-fields']);
    expect(problems[0]?.values).toMatchObject({ field: 'mood' });
  });

  it('keeps a field of the same name, also where that is no id any more', () => {
    const renamed = schemaOf(...films.fields, field('book', 'item', 'categorical'));
    const names = (fields: readonly FieldSpec[]) =>
      rebind(drawn, books.fields, fields).tables.map(({ field: name }) => name);
    expect(names(renamed.fields)).toContain('book');
    expect(names(renamed.fields)).not.toContain('film');
    expect(names(films.fields)).toContain('film');
  });

  it('is the same graph where all fields are there', () => {
    expect(rebind(drawn, books.fields, schemaOf(...books.fields, field('year', 'item', 'categorical')).fields)).toBe(
      drawn,
    );
  });
});
