import { expect, it } from 'vitest';
import { judge } from '../check/judge';
import { schemaOf } from '../document/schema';
import { graphOf, tinyDataset, withTitles } from '../harness/tiny-log';
import { preset } from '../presets/presets';
import { spareFields, withoutFields } from './leave-out';

const schema = schemaOf(tinyDataset());
const { graph } = preset('two-tower').build(schema);
const read = ({ tables }: typeof graph): string[] => tables.map(({ field }) => field);

it('a cross feature goes with its field, which it would go on reading, and the others stay', () => {
  const ranker = preset('din').build(schema).graph;
  const crosses = ({ nodes }: typeof graph): unknown[] =>
    nodes.flatMap(({ block, params }) => (block === 'pair-fields' ? [params['field']] : []));
  expect(crosses(ranker)).toEqual(['genre']);
  const { left, needed } = withoutFields(ranker, ['segment', 'genre'], schema);
  expect([read(left), crosses(left), needed]).toEqual([['item id'], [], []]);
  expect(judge(left, schema).problems).toEqual([]);
  const segmentOnly = withoutFields(ranker, ['segment'], schema).left;
  expect(crosses(segmentOnly)).toEqual(['genre']);
});

it('leaves several fields out wherever they are read, but for those that the drawing needs', () => {
  expect(read(graph)).toEqual(expect.arrayContaining(['item id', 'genre', 'segment']));
  const both = withoutFields(graph, ['genre', 'segment'], schema);
  expect([read(both.left), both.needed]).toEqual([['item id'], []]);
  expect(judge(both.left, schema).problems).toEqual([]);
  // The last field that is left stays, whichever it is.
  const all = withoutFields(graph, ['item id', 'segment', 'genre'], schema);
  expect([read(all.left), all.needed]).toEqual([['genre'], ['genre']]);
  expect(judge(all.left, schema).problems).toEqual([]);
  // What is not read is left out already, and nothing changes.
  const again = withoutFields(both.left, ['segment'], schema);
  expect([again.left, again.needed]).toEqual([both.left, []]);
});

it('takes out a field that a text or the past alone reads, and keeps one that goes on weighing the match', () => {
  const log = withTitles(tinyDataset(), ['the sea', 'a kettle']);
  const bid = { ...log.fields.find(({ name }) => name === 'genre')!, name: 'bid', kind: 'numeric' as const };
  const numbers = Float32Array.from(log.items, (_, item) => 1 + item);
  const data = schemaOf({ ...log, fields: [...log.fields, { ...bid, numbers }] });
  const drawn = graphOf(
    {
      users: ['user id', 4],
      items: ['item id', 4],
      past: ['genre', 4],
      title: ['title trigrams', 4],
      bids: ['bid', 4],
    },
    {
      user: ['fields', 'user', { tables: ['users'] }],
      history: ['history', 'user', { tables: ['past'] }],
      pool: ['pool', 'user', { by: 'mean' }],
      'user-flat': ['concat', 'user'],
      'user-mlp': ['mlp', 'user', { widths: [8] }],
      item: ['fields', 'item', { tables: ['items', 'bids'] }],
      text: ['text-trigrams', 'item', { tables: ['title'] }],
      'item-flat': ['concat', 'item'],
      'item-mlp': ['mlp', 'item', { widths: [8] }],
      match: ['match', 'match'],
      worth: ['business-weight', 'match', { field: 'bid' }],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'history.sequence > pool.sequence',
      'user.fields > user-flat.parts',
      'pool.vector > user-flat.parts',
      'user-flat.vector > user-mlp.vector',
      'item.fields > item-flat.parts',
      'text.vector > item-flat.parts',
      'item-flat.vector > item-mlp.vector',
      'user-mlp.vector > match.user',
      'item-mlp.vector > match.item',
      'match.pairing > softmax.pairing',
      'match.pairing > worth.pairing',
    ],
  );
  expect(judge(drawn, data).problems).toEqual([]);
  const { left, needed } = withoutFields(drawn, ['genre', 'title trigrams', 'bid'], data);
  expect([read(left), needed]).toEqual([['user id', 'item id', 'bid'], ['bid']]);
  expect(judge(left, data).problems).toEqual([]);
  expect(spareFields(drawn, data)).toEqual(['user id', 'item id', 'genre', 'title trigrams']);
});
