import { describe, expect, it } from 'vitest';
import { build } from '../../../data/build-testing';
import type { Dataset, Target } from '../../../data/dataset';
import { encodeHistories } from '../../../data/history';
import { onDevice } from '../../../engine/testing';
import { judge } from '../../check/judge';
import { schemaOf } from '../../document/schema';
import { numbersInBatch, numbersServed, rankerOf } from '../../harness/pair-numbers';
import type { PairFieldRequest } from '../block';

onDevice();

const DAY = 86_400;
/** By user: items with the day of each. The last moment is tested, the one before it validated. */
const TAKEN = {
  ann: 'a0 b1 a1 c3 b4 a6 c8',
  bob: 'c0 d2 a5 b9',
};
const rows = Object.entries(TAKEN).flatMap(([user, events]) =>
  events.split(' ').map((event) => `${user},${event[0]},${1_600_000_000 + DAY * Number(event.slice(1))}`),
);
const { dataset } = await build({
  log: `user,item,time\n${rows.join('\n')}\n`,
  items: 'item,tags\na,x|y\nb,y|z\nc,z\nd,\n',
  protocol: { repeats: 'all' },
  roles: (guessed) => ({
    ...guessed,
    items: [
      { column: 'item', role: 'id' },
      { column: 'tags', role: 'field', encoding: 'bag', separator: '|' },
    ],
  }),
});
const ITEMS = ['a', 'b', 'c', 'd'].map((id) => dataset.items.indexOf(id));
const NONE = [0, 0, 0];

/** [candidates, 3] n, days and newer events, as the block gives them. */
const given = (...pairs: readonly (readonly [n: number, days: number, newer: number] | null)[]): number[][] =>
  pairs.map((pair) => (pair ? [Math.log(1 + pair[0]), 1 / (1 + pair[1]), 1 / (1 + pair[2])] : NONE));
const rounded = (numbers: readonly number[][]): number[][] =>
  numbers.map((all) => all.map((x) => Number(x.toFixed(5))));
const graphOf = (params: Partial<PairFieldRequest> = {}) =>
  rankerOf('pair-fields', { field: 'tags', length: 50, position: true, ...params });

/** By item and day of each training event of a user, what its candidates a, b, c and d have. */
async function inBatch(user: string, params: Partial<PairFieldRequest> = {}): Promise<Record<string, number[][]>> {
  const found = await numbersInBatch(graphOf(params), dataset, ITEMS);
  const first = dataset.userStart[dataset.users.indexOf(user)]!;
  const own = TAKEN[user as keyof typeof TAKEN].split(' ').map((event, at) => [event, found.get(first + at)] as const);
  return Object.fromEntries(own.flatMap(([event, numbers]) => (numbers ? [[event, rounded(numbers)] as const] : [])));
}

describe('a training row of ann', () => {
  const expected = {
    a0: given(null, null, null, null),
    // Of one moment: neither is past of the other.
    b1: given([1, 1, 0], [1, 1, 0], null, null),
    a1: given([1, 1, 0], [1, 1, 0], null, null),
    c3: given([3, 2, 0], [3, 2, 0], [1, 2, 1], null),
    b4: given([3, 3, 1], [4, 1, 0], [2, 1, 0], null),
  };

  it('counts what lies strictly before it: never itself, its moment, or what comes later', async () => {
    expect(await inBatch('ann')).toEqual(
      Object.fromEntries(Object.entries(expected).map(([event, numbers]) => [event, rounded(numbers)])),
    );
  });

  it('looks at the newest events alone, however many there were', async () => {
    const found = await inBatch('ann', { length: 2 });
    expect(found['c3']).toEqual(rounded(given([2, 2, 0], [2, 2, 0], [1, 2, 1], null)));
    expect(found['b4']).toEqual(rounded(given([1, 3, 1], [2, 1, 0], [1, 1, 0], null)));
  });

  it('has no third number unless the position is asked for', async () => {
    const found = await inBatch('ann', { position: false });
    expect(found['b4']).toEqual(rounded(expected.b4).map((all) => all.slice(0, 2)));
  });
});

it('a value that is missing is shared with nothing', async () => {
  expect(await inBatch('bob')).toEqual({
    c0: given(null, null, null, null),
    d2: rounded(given(null, [1, 2, 0], [1, 2, 0], null)),
  });
});

it('is served by all that was before the held-out event, in lists and over the catalogue', async () => {
  const targets = [...dataset.split.validation, ...dataset.split.test];
  const { lists, catalogue } = await numbersServed(graphOf(), dataset, ({ historyLength }) =>
    rowsOf(targets, historyLength),
  );
  expect(catalogue).toEqual(lists);
  const of = (user: string, part: readonly Target[]): number[][] => {
    const at = targets.findIndex((target) => part.includes(target) && dataset.users[target.user] === user);
    return rounded(ITEMS.map((item) => lists[at]![item]!));
  };
  expect(of('ann', dataset.split.validation)).toEqual(rounded(given([4, 2, 0], [5, 2, 0], [3, 2, 0], null)));
  expect(of('ann', dataset.split.test)).toEqual(rounded(given([5, 2, 0], [6, 2, 0], [3, 4, 1], null)));
  expect(of('bob', dataset.split.validation)).toEqual(rounded(given(null, [1, 5, 1], [1, 5, 1], null)));
  expect(of('bob', dataset.split.test)).toEqual(rounded(given([1, 4, 0], [2, 4, 0], [1, 9, 2], null)));
});

const rowsOf = (targets: readonly Target[], length: number, of: Dataset = dataset) => ({
  users: Uint32Array.from(targets, ({ user }) => user),
  events: Uint32Array.from(targets, ({ events }) => events[0]!),
  history: encodeHistories(of, targets, length),
  windows: [],
});

it('is as wide as before in a graph that was saved without a position', () => {
  const saved = rankerOf('pair-fields', { field: 'tags', length: 50 });
  const { types, problems } = judge(saved, schemaOf(dataset));
  expect(problems).toEqual([]);
  expect(types.get('common')).toMatchObject({ vector: { width: 2, parts: [{ name: 'count' }, { name: 'recency' }] } });
});
