import { expect, it } from 'vitest';
import { graphOf } from '../harness/tiny-log';
import { pooledReaders } from './pooled-readers';

const POOL = ['pool', 'user'] as const;
const ATTENTION = ['pool', 'user', { by: 'attention' }] as const;
const SINCE = ['time-since', 'user'] as const;

it.each([
  ['a pool and the time since the newest event', [POOL, SINCE], 1],
  ['two pools', [POOL, POOL], 2],
  ['a pool by what an event is', [POOL, ATTENTION, SINCE], 0],
  ['the time alone', [SINCE], 0],
])('of a past that is read by %s', (_, readers, expected) => {
  const graph = graphOf(
    { items: ['item id', 4] },
    {
      history: ['history', 'user', { tables: ['items'] }],
      ...Object.fromEntries(readers.map((reader, at) => [`reader-${at}`, reader])),
    },
    readers.map((_reader, at) => `history.sequence > reader-${at}.sequence`),
  );
  expect(pooledReaders(graph, 'history')).toBe(expected);
});
