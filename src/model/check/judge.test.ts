import { expect, it } from 'vitest';
import { preset } from '../presets/presets';
import type { Schema } from '../document/schema';
import { judge } from './judge';

const schema: Schema = {
  fields: [
    { name: 'user id', owner: 'user', kind: 'id', rows: 100, length: 1 },
    { name: 'item id', owner: 'item', kind: 'id', rows: 50, length: 1 },
    { name: 'genre', owner: 'item', kind: 'categorical', rows: 7, length: 1 },
  ],
  users: 98,
  items: 48,
  events: 500,
  hasTime: true,
};

it('judges a graph once for each schema, and says what was said', () => {
  const { graph } = preset('parallel').build(schema);
  const judgement = judge(graph, schema);
  expect(judge(graph, schema)).toBe(judgement);
  expect(judgement.costs).toBe(judge(graph, schema).costs);
  expect(judgement.probes).toBe(judge(graph, schema).probes);
  expect(judge({ ...graph }, schema)).not.toBe(judgement);
  const timeless = judge(graph, { ...schema, hasTime: false });
  expect([judgement.problems, timeless.problems.map(({ code }) => code)]).toEqual([
    [],
    expect.arrayContaining(['no-time']),
  ]);
});
