import { expect, it } from 'vitest';
import { judge } from '../check/judge';
import { schemaOf } from '../document/schema';
import { tinyDataset } from '../harness/tiny-log';
import { preset } from '../presets/presets';
import { withoutFields } from './leave-out';

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
