import { describe, expect, it } from 'vitest';
import { setParam } from '../document/graph-edits';
import { graphOf } from '../harness/tiny-log';
import { costsOfFields, unpricedFields } from './field-costs';
import type { FieldSpec } from '../../data/dataset';
import type { TowerGraph } from '../document/graph';

const field = (name: string, owner: FieldSpec['owner'], kind: FieldSpec['kind'] = 'categorical', length = 1) => ({
  name,
  owner,
  kind,
  rows: 100,
  length,
});
const schema = {
  fields: [
    field('user id', 'user', 'id'),
    field('segment', 'user'),
    field('hour', 'context'),
    field('item id', 'item', 'id'),
    field('genre', 'item'),
    field('maker', 'item'),
    field('bid', 'item', 'numeric'),
    field('shelf', 'item'),
    field('title trigrams', 'item', 'trigrams', 30),
    field('title tokens', 'item', 'tokens', 12),
  ],
};
/** Every way to read a field; what else a graph needs does not matter here. */
const graph: TowerGraph = graphOf(
  {
    users: ['user id', 8],
    items: ['item id', 8],
    'past-items': ['item id', 8],
    makers: ['maker', 8],
    fans: ['segment', 8],
    trigrams: ['title trigrams', 8],
    tokens: ['title tokens', 8],
    unread: ['hour', 8],
  },
  {
    user: ['fields', 'user', { tables: ['users'] }],
    past: ['history', 'user', { tables: ['past-items', 'makers'], length: 20 }],
    recent: ['short-term', 'user', { tables: ['makers'] }],
    item: ['fields', 'item', { tables: ['items'] }],
    fans: ['past-users', 'item', { tables: ['fans'] }],
    title: ['text-trigrams', 'item', { tables: ['trigrams'] }],
    words: ['text-tokens', 'item', { tables: ['tokens'], length: 5 }],
    cross: ['pair-fields', 'match', { field: 'genre' }],
    same: ['field-match', 'match', { user: 'segment', item: 'genre' }],
    worth: ['business-weight', 'match', { field: 'bid' }],
    kinds: ['classification', 'objective', { field: 'shelf' }],
  },
  [],
);

describe('the cost of a field', () => {
  it('is counted of every lookup for a row of its own, of a text by the slots that are read', () => {
    const costs = costsOfFields(graph, schema);
    expect(costs.map(({ node, side, field: name, gate }) => [node, side, name, gate])).toEqual([
      ['user', 'user', 'user id', null],
      ['item', 'item', 'item id', null],
      ['title', 'item', 'title trigrams', null],
      ['words', 'item', 'title tokens', null],
    ]);
    const [id, , title, words] = costs.map(({ cost }) => cost) as [number, number, number, number];
    // A lookup costs .1, of as many rows and floats.
    expect(title - id).toBeCloseTo(0.1 * 29, 6);
    expect(words - id).toBeCloseTo(0.1 * 4, 6);
    const long = setParam(graph, 'words', 'length', 50);
    expect(costsOfFields(long, schema)[3]!.cost - id, 'no text is longer').toBeCloseTo(0.1 * 11, 6);
  });

  it('is not counted of pasts, cross features and weights of the match, whose fields are named by their owners’ side', () => {
    expect(unpricedFields(graph, schema)).toEqual({
      served: [
        { node: 'past', side: 'item', field: 'maker' },
        { node: 'fans', side: 'user', field: 'segment' },
        { node: 'cross', side: 'item', field: 'genre' },
        { node: 'worth', side: 'item', field: 'bid' },
      ],
      ofLoss: ['shelf'],
    });
  });

  it('is not asked of a parameter that is not read, nor of a field that something served reads beside the loss', () => {
    const only = { ...graph, nodes: graph.nodes.filter(({ id }) => id === 'kinds' || id === 'cross') };
    expect(unpricedFields(setParam(only, 'kinds', 'field', 'genre'), schema).ofLoss).toEqual([]);
    const taught = (teacher: string): TowerGraph =>
      graphOf({}, { loss: ['bad-case-softmax', 'objective', { teacher, field: 'shelf' }] }, []);
    expect(unpricedFields(taught('category'), schema).ofLoss).toEqual(['shelf']);
    expect(unpricedFields(taught('run'), schema).ofLoss).toEqual([]);
  });
});
