import { describe, expect, it } from 'vitest';
import { judge } from '../../check/judge';
import type { Schema } from '../../document/schema';
import { preset } from '../presets';

describe('linear', () => {
  const given: Schema = {
    fields: [
      { name: 'user id', owner: 'user', kind: 'id', rows: 102, length: 1 },
      { name: 'item id', owner: 'item', kind: 'id', rows: 802, length: 1 },
      { name: 'segment', owner: 'user', kind: 'categorical', rows: 5, length: 1 },
      { name: 'genres', owner: 'item', kind: 'bag', rows: 20, length: 4 },
      { name: 'title/words', owner: 'item', kind: 'bag', rows: 900, length: 8 },
    ],
    users: 100,
    items: 800,
    events: 20_000,
    hasTime: true,
  };
  const { graph } = preset('linear').build(given);
  const paramsOf = (node: string) => graph.nodes.find(({ id }) => id === node)!.params;

  it('is two-tower, and beside it a plain mean of a long past that meets the item in a table of its own', () => {
    const plain = preset('two-tower').build(given).graph;
    const others = plain.nodes.filter(({ id }) => id !== 'match' && id !== 'softmax');
    expect(graph.nodes.map(({ id, block, params }) => ({ id, block, params }))).toEqual(
      expect.arrayContaining(others.map(({ id, block, params }) => ({ id, block, params }))),
    );
    expect(paramsOf('linear-past')).toMatchObject({ tables: ['linear-item-id'], length: 200 });
    expect(paramsOf('linear-id')).toEqual({ tables: ['linear-item-id'] });
    expect(paramsOf('user-linear')).toEqual({ by: 'mean' });
    expect(graph.tables.length).toBe(plain.tables.length + 1);
  });

  it('adds two cosines, the tower with its tower and the mean with its item, each by a learnt coefficient', () => {
    const { types } = judge(graph, given);
    const parts = [
      { name: 'mix', width: 96 },
      { name: 'item id', width: 64 },
    ];
    for (const side of ['user', 'item']) expect(types.get(`${side}-channels`)).toMatchObject({ vector: { parts } });
    expect(paramsOf('match')).toMatchObject({ score: 'cosine', coefficients: 'part' });
  });
});
