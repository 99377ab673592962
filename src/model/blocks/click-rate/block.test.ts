import { expect, it } from 'vitest';
import { ClickRates } from '../../../data/click-rates';
import { impressionsDataset } from '../../../data/click-rates-testing';
import type { Target } from '../../../data/dataset';
import { encodeHistories } from '../../../data/history';
import { onDevice } from '../../../engine/testing';
import { judge } from '../../check/judge';
import { schemaOf } from '../../document/schema';
import { numbersInBatch, numbersServed, rankerOf } from '../../harness/pair-numbers';

onDevice();

const dataset = await impressionsDataset();
const ITEMS = ['a', 'b', 'c', 'd'].map((id) => dataset.items.indexOf(id));
const PRIOR = 3;
const graph = rankerOf('click-rate', { prior: PRIOR });

/** [items, 2] as a user is asked at a moment. */
function counted(user: number, moment: number): number[][] {
  const out = new Float32Array(ITEMS.length * 2);
  ClickRates.of(dataset).read(user, moment, Uint32Array.from(ITEMS), PRIOR, out);
  return ITEMS.map((_, at) => [...out.subarray(2 * at, 2 * at + 2)]);
}

it('gives each candidate of a training row its rate as of that row', async () => {
  const found = await numbersInBatch(graph, dataset, ITEMS);
  expect(found.size).toBe(dataset.split.train.length);
  for (const [event, numbers] of found)
    expect(numbers).toEqual(counted(dataset.events.user[event]!, dataset.events.time[event]!));
  // Rows at different moments know different rates.
  expect(new Set([...found.values()].map((numbers) => JSON.stringify(numbers))).size).toBeGreaterThan(3);
});

it('is served as of the held-out event, in lists and over the catalogue', async () => {
  const targets: readonly Target[] = [...dataset.split.validation, ...dataset.split.test];
  const moments = Float64Array.from(targets, ({ events }) => dataset.events.time[events[0]!]!);
  const { lists, catalogue } = await numbersServed(graph, dataset, () => ({
    users: Uint32Array.from(targets, ({ user }) => user),
    events: Uint32Array.from(targets, ({ events }) => events[0]!),
    moments,
    history: encodeHistories(dataset, targets, 1),
    windows: [],
  }));
  expect(catalogue).toEqual(lists);
  targets.forEach(({ user }, at) =>
    expect(ITEMS.map((item) => lists[at]![item]!)).toEqual(counted(user, moments[at]!)),
  );
});

it('needs impressions, and the time of them', () => {
  const schema = schemaOf(dataset);
  expect(judge(graph, schema).problems).toEqual([]);
  expect(judge(graph, schema).types.get('common')).toMatchObject({ vector: { width: 2 } });
  const { hasShown: _, ...without } = schema;
  expect(judge(graph, without).problems).toEqual([{ nodeId: 'common', code: 'no-impressions', values: {} }]);
  expect(judge(graph, { ...schema, hasTime: false }).problems).toEqual([
    { nodeId: 'common', code: 'no-time', values: { block: 'click-rate' } },
  ]);
});
