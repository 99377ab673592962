/** Weights of towers that read texts, taken home and back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PROTOCOL } from '../../data/dataset';
import type { LabRefusal } from '../failure';
import { graphOf } from '../../model/harness/tiny-log';
import { listen, plainDocument, type Document, type Heard, textOf } from '../testing';
import { decodeFloats } from './base64';
import type { WeightsFile } from './weights-file';
import type { Retrieval } from '../evaluate/retrieve';

const WIDTH = 4;
const ADJECTIVES = ['red', 'blue', 'old', 'young', 'wild', '红'];
const NOUNS = ['fox', 'wolf', 'owl'];
const csv = (name: string, header: string, lines: readonly string[]): File =>
  new File([[header, ...lines].join('\n')], name);
const log = csv(
  'log.csv',
  'user,item,time',
  Array.from({ length: 14 * 10 }, (_, row) => {
    const [user, at] = [row % 14, Math.floor(row / 14)];
    return `p${user},t${(user * 2 + at * (1 + (user % 3))) % 18},${1_700_000_000 + at * 86_400 + user}`;
  }),
);
/** @param swap words exchanged for others in all titles */
const items = (swap: Readonly<Record<string, string>> = {}) =>
  csv(
    'items.csv',
    'item,title',
    Array.from(
      { length: 18 },
      (_, i) =>
        `t${i},${`${ADJECTIVES[i % 6]} ${NOUNS[Math.floor(i / 6)]} tale${i % 5 === 0 ? ' retold' : ''}`
          .split(' ')
          .map((word) => swap[word] ?? word)
          .join(' ')}`,
    ),
  );

/** The user's id against the title, by its trigrams and by its words in order. */
const document = (steps: number): Document => ({
  settings: plainDocument(steps).settings,
  graph: graphOf(
    { users: ['user id', WIDTH], trigrams: ['title trigrams', WIDTH], tokens: ['title tokens', WIDTH] },
    {
      user: ['fields', 'user', { tables: ['users'] }],
      'user-vector': ['concat', 'user'],
      trigrams: ['text-trigrams', 'item', { tables: ['trigrams'] }],
      tokens: ['text-tokens', 'item', { tables: ['tokens'], length: 4 }],
      text: ['text-encoder', 'item', { layers: 1, heads: 2 }],
      item: ['fuse', 'item'],
      match: ['match', 'match', { temperature: 0.1 }],
      softmax: ['in-batch-softmax', 'objective'],
    },
    [
      'user.fields > user-vector.parts',
      'user-vector.vector > match.user',
      'tokens.tokens > text.tokens',
      'trigrams.vector > item.channels',
      'text.vector > item.channels',
      'item.vector > match.item',
      'match.pairing > softmax.pairing',
    ],
  ),
});

let heard: Heard;
let json: string;
let before: Retrieval[];
const ask: Heard['lab']['ask'] = (command, question) => heard.lab.ask(command, question);
const lists = (): Promise<Retrieval[]> => Promise.all([0, 5, 9].map((user) => ask('retrieve', { user, k: 18 })));
async function load(swap: Record<string, string> = {}): Promise<void> {
  const { roles } = await ask('preview', { files: { log, items: items(swap), users: null }, dialects: {} });
  const load = await ask('load', {
    source: { kind: 'files', roles, protocol: { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 1 } },
  });
  expect(load.fields.map(({ name }) => name)).toEqual([
    'user id',
    'item id',
    'title words',
    'title trigrams',
    'title tokens',
  ]);
}
const read = (text: string): WeightsFile => JSON.parse(text) as WeightsFile;
const rows = (file: WeightsFile, path: string): number[][] => {
  const values = decodeFloats(String(file.tensors[path]!.data)) ?? expect.fail('not base64');
  return Array.from({ length: values.length / WIDTH }, (_, row) => [
    ...values.subarray(row * WIDTH, (row + 1) * WIDTH),
  ]);
};

beforeAll(async () => {
  heard = listen();
  await ask('open', { cpu: false });
  await load();
  await ask('start', document(12));
  await heard.until(() => heard.progress.at(-1)?.phase === 'done');
  json = await textOf(ask('exportWeights', { encoding: 'base64-f32-le' }));
  before = await lists();
});
afterAll(() => heard.lab.dispose());

describe('weights of texts', () => {
  it('carry the vocabulary of tokens, none of trigrams, and give the same lists', async () => {
    const { vocabularies, fields } = read(json).schema;
    expect(Object.keys(vocabularies).sort()).toEqual(['title tokens', 'title trigrams', 'user id']);
    expect(vocabularies['title trigrams']).toEqual([]);
    expect([...vocabularies['title tokens']!].sort()).toEqual([...ADJECTIVES, ...NOUNS, 'tale', 'retold'].sort());
    expect(fields.find(({ name }) => name === 'title trigrams')).toMatchObject({ kind: 'trigrams', rows: 16_386 });
    await ask('start', { ...document(3), settings: { ...document(3).settings, seed: 99 } });
    await heard.until(() => heard.progress.at(-1)?.phase === 'done');
    expect(await lists()).not.toEqual(before);
    expect(await ask('importWeights', { json })).toMatchObject({ sameData: true });
    expect(await lists()).toEqual(before);
  });

  it('follow their words to other titles: tokens by name, trigrams where they were hashed to', async () => {
    await load({ tale: 'fox', red: 'crimson' });
    await ask('importWeights', { json });
    const [here, there] = [read(json), read(await textOf(ask('exportWeights', { encoding: 'base64-f32-le' })))];
    expect(there.tensors['table/trigrams']).toEqual(here.tensors['table/trigrams']);
    const [known, names] = [here.schema.vocabularies['title tokens']!, there.schema.vocabularies['title tokens']!];
    expect(names).toContain('crimson');
    expect(names).not.toEqual(known);
    const [from, into] = [rows(here, 'table/tokens'), rows(there, 'table/tokens')];
    names.forEach((name, i) =>
      expect(into[i + 2], name).toEqual(from[known.includes(name) ? known.indexOf(name) + 2 : 1]),
    );
    await load();
  });

  it('are refused where trigrams were hashed to another number of rows', async () => {
    const file = read(json);
    const field = file.schema.fields.find(({ kind }) => kind === 'trigrams')!;
    field.rows = 1026;
    const { failure } = await ask('importWeights', { json: JSON.stringify(file) }).then(
      () => expect.fail('was taken'),
      (error: LabRefusal) => error,
    );
    expect(failure.problem).toMatchObject({ code: 'other-data', values: { field: 'title trigrams' } });
  });
});
