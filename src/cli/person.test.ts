/** Persons on the command line: what the program prints is what the lab in process answers, as it answers the page. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORLD_SEED } from './commands/worlds/worlds';
import { openHeadless } from './headless';
import { lab } from './testing';
import type { Person } from '../data/person';
import type { Explanation } from '../lab/evaluate/explain';
import type { Retrieval } from '../lab/evaluate/retrieve';
import type { RankedCandidates } from '../lab/commands/rank';
import type { Lab } from '../lab/protocol';

const EVENTS = 600;
/** No test here is about the device: nothing is compiled for one. */
const world = ['--world', 'bookshop', '--events', String(EVENTS), '--device', 'cpu'];
let folder = '';
let weights = '';
let host: Lab;
/** Of an item. */
let known = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lab-person-'));
  weights = join(folder, 'weights.json');
  const { status } = lab('train', ...world, '--batch', '64', '--steps', '8', '--dim', '8', '--out', weights, '--json');
  expect(status).toBe(0);
  ({ lab: host } = await openHeadless({ device: 'cpu' }));
  await host.ask('load', { source: { kind: 'world', id: 'bookshop', events: EVENTS, seed: WORLD_SEED } });
  await host.ask('importWeights', { json: readFileSync(weights, 'utf8') });
  known = (await host.ask('findItems', { text: '', limit: 1 })).items[0]!.id;
});
afterAll(() => {
  host.dispose();
  rmSync(folder, { recursive: true });
});

const print = <T>(command: string, ...args: string[]): T => {
  const { status, stdout, said } = lab(command, '--weights', weights, ...world, '--json', ...args);
  expect(status, said.join('\n')).toBe(0);
  return JSON.parse(stdout) as T;
};
const listed = ({ history, model }: Retrieval) => [history.map(({ item }) => item), model];

it('orders candidates of a user as his list has them, and of a person who is made up', async () => {
  const { users } = await host.ask('findUsers', { text: '', limit: 3 });
  const { user, id } = users[2]!;
  const { model } = await host.ask('retrieve', { user, k: 30 });
  const asked = [model[20]!, model[3]!, model[11]!].map((item) => item.id);
  const { items } = print<RankedCandidates>('rank', '--user', id, '--candidates', asked.join(','));
  expect(items.map((item) => item.id)).toEqual([asked[1], asked[2], asked[0]]);
  items.forEach((item) => expect(item.score).toBeCloseTo(model.find((one) => one.id === item.id)!.score, 6));

  const history = [model[5]!.id, model[6]!.id];
  const person: Person = { base: null, history: [5, 6].map((at) => ({ item: model[at]!.item })), fields: {} };
  const own = (await host.ask('retrieve', { user: person, k: 30 })).model.slice(4, 7).map((item) => item.id);
  const ordered = print<RankedCandidates>(
    'rank',
    '--history',
    history.join(','),
    '--candidates',
    own.toReversed().join(','),
  );
  expect(ordered.items.map((item) => item.id)).toEqual(own);

  const unknown = lab('rank', '--weights', weights, ...world, '--user', id, '--candidates', 'nothing-like-this');
  expect([unknown.status, unknown.said.join(' ')]).toEqual([2, expect.stringContaining('"nothing-like-this"')]);
});

it('writes the rows of a log with the scores that the page takes home', async () => {
  const out = join(folder, 'scored.csv');
  const { scored } = print<{ scored: number }>('score', '--out', out, '--column', 'by towers');
  const asked = await host.ask('exportScores', { column: 'by towers' });
  expect(readFileSync(out, 'utf8')).toBe(await asked.blob.text());
  expect(scored).toBe(asked.scored);
  const given = ['score', '--weights', weights, ...world, '--out', join(folder, 'other.csv')];
  const taken = lab(...given, '--column', 'time');
  expect([taken.status, taken.said.at(-1)]).toEqual([
    2,
    expect.stringContaining('--column: The log has a column “time”'),
  ]);
  const random = lab(...given, '--split', 'random');
  expect([random.status, random.said.at(-1)]).toEqual([2, expect.stringContaining('under --split random')]);
});

it('gives a new person with five items the list that the page gives', async () => {
  const { items } = await host.ask('findItems', { text: '', limit: 40 });
  const five = [3, 11, 17, 20, 33].map((at) => items[at]!);
  const person: Person = { base: null, history: five.map(({ item }) => ({ item })), fields: {} };
  const history = five.map(({ id }) => id).join(',');
  const printed = print<Retrieval>('retrieve', '--history', history, '-k', '10');
  expect(listed(printed)).toEqual(listed(await host.ask('retrieve', { user: person, k: 10 })));

  const { fields } = await host.ask('personFields', { user: null, most: 3 });
  const { name, values } = fields.find((field) => field.name === 'segment')!;
  const other = { ...person, fields: { [name]: values[1]! } };
  const set = print<Retrieval>('retrieve', '--history', history, '-k', '10', '--set', `${name}=${values[1]}`);
  expect(listed(set)).toEqual(listed(await host.ask('retrieve', { user: other, k: 10 })));
  expect(set.model).not.toEqual(printed.model);

  const { item, id } = printed.model[1]!;
  const {
    read: _,
    rows: __,
    ...explained
  } = print<Explanation & Record<'read' | 'rows', unknown>>('explain', '--history', history, '--item', id);
  expect(explained).toEqual(await host.ask('explain', { user: person, item, interest: null }));
});

it('strikes events of a user, has others in their place with times, and leaves his held-out items to be found', async () => {
  const { users } = await host.ask('findUsers', { text: '', limit: 1 });
  const { id, user } = users[0]!;
  const past = (await host.ask('retrieve', { user, k: 5 })).history;
  const struck = print<Retrieval>('retrieve', '--user', id, '--without', past[1]!.id, '-k', '5');
  const kept = past
    .filter((event) => event.id !== past[1]!.id)
    .map(({ event }) => ({ event }))
    .toReversed();
  const truth = await host.ask('retrieve', { user: { base: user, history: kept, fields: {} }, k: 5 });
  expect(struck).toMatchObject({ user, userId: id, targets: truth.targets });
  expect(listed(struck)).toEqual(listed(truth));
  const [one, two] = [past[0]!, past[2]!];
  const timed = print<Retrieval>('retrieve', '--user', id, '--history', `${one.id}@2024-03-02,${two.id}@2024-03-01`);
  expect(timed.history.map(({ item, time }) => [item, time])).toEqual([
    [one.item, Date.UTC(2024, 2, 2)],
    [two.item, Date.UTC(2024, 2, 1)],
  ]);
});

it('writes the parts of a score as tables, each with what it is called and how it was worked out', () => {
  const { history, model } = print<Retrieval>('retrieve', '--history', known, '-k', '3');
  expect(history).toHaveLength(1);
  const { stdout } = lab('explain', '--weights', weights, ...world, '--history', known, '--item', model[0]!.id);
  expect(stdout).toContain(`Score: ${model[0]!.score.toFixed(3)}`.slice(0, -1));
  for (const text of [
    'Channels of the user tower',
    'MLP (user-mlp)',
    'Past events',
    'Constant part (biases)',
    'Exact: ',
  ])
    expect(stdout).toContain(text);
});

it.each([
  [['--history', 'nothing'], /^--history: no item "nothing" is left/],
  [['--user', 'nobody'], /^--user: no user "nobody" is left/],
  [
    ['--history', 'KNOWN', '--set', 'shoe=9'],
    /^--set: these weights read no field "shoe" that can be set; known: .*segment/,
  ],
  [['--history', 'KNOWN', '--set', 'segment=king'], /^--set: "segment" takes one of .*; got "king"$/],
])('refuses %j with what is allowed', (args, message) => {
  const { status, stdout, said } = lab(
    'retrieve',
    '--weights',
    weights,
    ...world,
    ...args.map((arg) => (arg === 'KNOWN' ? known : arg)),
  );
  expect(said.at(-1)).toMatch(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});
