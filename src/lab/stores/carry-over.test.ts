import { expect, it } from 'vitest';
import type { FieldSpec } from '../../data/dataset';
import { setParam } from '../../model/document/graph-edits';
import { preset } from '../../model/presets/presets';
import type { Schema } from '../../model/document/schema';
import { carryOver } from './carry-over';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind']): FieldSpec => ({
  name,
  owner,
  kind,
  rows: 10,
  length: 1,
});
const small: Schema = {
  fields: [field('user id', 'user', 'id'), field('item id', 'item', 'id')],
  users: 8,
  items: 8,
  events: 60,
  hasTime: true,
};
const large: Schema = {
  ...small,
  fields: [...small.fields, field('genre', 'item', 'categorical')],
  items: 900,
  events: 50_000,
};

it('draws a preset that nobody has changed anew for the data, and keeps what somebody has', () => {
  const senet = preset('senet').build(small);
  const fresh = preset('senet').build(large);
  expect(fresh).not.toEqual(senet);
  expect(carryOver(senet, small, large)).toEqual(fresh);
  const faster = { ...senet, settings: { ...senet.settings, batch: 32 } };
  expect(carryOver(faster, small, large)).toEqual({ graph: fresh.graph, settings: faster.settings });
  const drawn = { ...senet, graph: setParam(senet.graph, 'user-mlp', 'widths', [9, 32]) };
  expect(carryOver(drawn, small, large)).toEqual({ graph: drawn.graph, settings: fresh.settings });
  const titled = { ...senet, graph: { ...senet.graph, title: 'My own' } };
  expect(carryOver(titled, small, large)).toEqual({ graph: titled.graph, settings: fresh.settings });
  const { madeFrom: _, ...graph } = senet.graph;
  expect(carryOver({ ...senet, graph }, small, large)).toEqual({ ...senet, graph });
});

it('binds the fields of a drawing of one’s own to the other data', () => {
  const own = preset('two-tower').build(small);
  const drawn = { ...own, graph: { ...own.graph, title: 'My own' } };
  const renamed = { ...small, fields: [field('reader', 'user', 'id'), field('book', 'item', 'id')] };
  const fields = carryOver(drawn, small, renamed).graph.tables.map(({ field: name }) => name);
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.every((name) => name === 'reader' || name === 'book')).toBe(true);
});
