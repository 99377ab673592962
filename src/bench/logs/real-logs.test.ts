import { expect, it } from 'vitest';
import { idsOnly, readLog } from './real-logs';

/** Every user had every item, in an order of his own: all of both are left by the filters and occur in training. */
const LINES = Array.from({ length: 8 }, (_, user) =>
  Array.from({ length: 6 }, (_, at) => `u${user},i${(at + user) % 6},${1_600_000_000 + 60 * at + user}`),
).flat();
const FILES: Readonly<Record<string, string>> = {
  'interactions.csv': ['user_id,item_id,timestamp', ...LINES].join('\n'),
  'items.csv': [
    'item_id,title,genres',
    ...Array.from({ length: 6 }, (_, at) => `i${at},Title ${at},${at % 2 ? 'A|B' : 'B|C'}`),
  ].join('\n'),
};
const open = (fileName: string) => {
  const text = FILES[fileName];
  return Promise.resolve(text === undefined ? null : new Blob([text]));
};

it('a folder is read with the roles the page guesses; without its log there is none, and ids only leaves no other field', async () => {
  const dataset = (await readLog('ml-latest-small', open))!;
  expect(dataset.users.length).toBe(8);
  expect(dataset.fields.map(({ name }) => name)).toContain('genres');
  expect(idsOnly(dataset).fields.map(({ name }) => name)).toEqual(['user id', 'item id']);
  expect(await readLog('ml-latest-small', () => Promise.resolve(null))).toBeNull();
});
