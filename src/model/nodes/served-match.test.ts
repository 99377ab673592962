import { expect, it } from 'vitest';
import { judge } from '../check/judge';
import { problemsOfUnread } from '../check/unread';
import { servedPairing } from '../check/served-pairing';
import type { TowerGraph } from '../document/graph';
import { setParam } from '../document/graph-edits';
import { schemaOf } from '../document/schema';
import { graphOf, tinyDataset } from '../harness/tiny-log';
import { channelEdges } from './channel-edges';
import { forbids } from './stages';
import { servedMatch, servedMatches } from './served-match';

const schema = schemaOf(tinyDataset());

/** One vector a side; two matches with a softmax each, the second over narrower heads. */
const heads = (joins: boolean): TowerGraph =>
  graphOf(
    { users: ['user id', 4], items: ['item id', 4] },
    {
      ...(joins ? { joint: ['joint-match', 'match'] as const } : {}),
      user: ['fields', 'user', { tables: ['users'] }],
      'user-flat': ['concat', 'user'],
      'user-stay': ['mlp', 'user', { widths: [3] }],
      item: ['fields', 'item', { tables: ['items'] }],
      'item-flat': ['concat', 'item'],
      'item-stay': ['mlp', 'item', { widths: [3] }],
      click: ['match', 'match'],
      stay: ['match', 'match'],
      'click-loss': ['in-batch-softmax', 'objective'],
      'stay-loss': ['in-batch-softmax', 'objective'],
    },
    [
      ...['user', 'item'].flatMap((side) => [
        `${side}.fields > ${side}-flat.parts`,
        `${side}-flat.vector > ${side}-stay.vector`,
        `${side}-flat.vector > click.${side}`,
        `${side}-stay.vector > stay.${side}`,
      ]),
      'click.pairing > click-loss.pairing',
      'stay.pairing > stay-loss.pairing',
      ...(joins ? ['click.pairing > joint.first', 'stay.pairing > joint.second'] : []),
    ],
  );
const idsOf = (nodes: readonly ({ id: string } | undefined)[]) => nodes.map((node) => node?.id);
const warned = (graph: TowerGraph) => problemsOfUnread(graph, judge(graph, schema));

it('is the one that joins others, wherever it stands in the document', () => {
  const graph = heads(true);
  expect(judge(graph, schema).problems).toEqual([]);
  expect(servedMatch(graph)?.id).toBe('joint');
  expect(idsOf(servedMatches(graph))).toEqual(['joint', 'stay', 'click']);
  expect(warned(graph)).toEqual([]);
});

it('is the first of several that nothing joins, and a warning says which are trained beside it', () => {
  const graph = heads(false);
  expect(judge(graph, schema).problems).toEqual([]);
  expect(servedMatch(graph)?.id).toBe('click');
  expect(idsOf(servedMatches(graph))).toEqual(['click']);
  const [warning, ...others] = warned(graph);
  expect([warning, others]).toEqual([
    { nodeId: 'stay', code: 'not-served', values: { served: 'click' }, warning: true },
    [],
  ]);
  expect(forbids(warning!)).toBe(false);
});

it('tells what the index holds: what has a factor of 0 takes no room', () => {
  const graph = heads(true);
  const widths = (own: TowerGraph) => {
    const judgement = judge(own, schema);
    return [servedPairing(own, judgement)?.width, judgement.costs.width];
  };
  expect(widths(graph)).toEqual([7, { user: 7, item: 7 }]);
  expect(widths(setParam(graph, 'joint', 'first', 0))).toEqual([3, { user: 3, item: 3 }]);
  expect(widths(setParam(graph, 'joint', 'product', 0.5))).toEqual([19, { user: 19, item: 19 }]);
  expect(widths(heads(false))).toEqual([4, { user: 4, item: 4 }]);
});

it('has the heads of the user for channels where it joins several', () => {
  expect(channelEdges(heads(true)).map(({ from, to }) => [from.node, to.node])).toEqual([
    ['user-stay', 'stay'],
    ['user-flat', 'click'],
  ]);
});
