import { expect, it } from 'vitest';
import { graphOf } from '../harness/tiny-log';
import { poolingOf } from './pooled-readers';

const POOL = ['pool', 'user'] as const;
const ATTENTION = ['pool', 'user', { by: 'attention' }] as const;
const SINCE = ['time-since', 'user'] as const;
const UNIT = ['unit-events', 'user'] as const;

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
  expect(poolingOf(graph, 'history')).toEqual({ pooled: expected, unit: false });
});

it.each([
  ['a pool', [POOL], { pooled: 1, unit: true }],
  ['a pool, beside one of the events as they are', [POOL], { pooled: 2, unit: true }, [POOL]],
  ['a pool by what an event is', [ATTENTION], { pooled: 0, unit: false }],
  ['nobody', [], { pooled: 0, unit: false }],
])('of a past whose events at length one are read by %s', (_, readers, expected, plain = []) => {
  const graph = graphOf(
    { items: ['item id', 4] },
    {
      history: ['history', 'user', { tables: ['items'] }],
      unit: UNIT,
      ...Object.fromEntries([...readers, ...plain].map((reader, at) => [`reader-${at}`, reader])),
    },
    [
      'history.sequence > unit.sequence',
      ...readers.map((_reader, at) => `unit.sequence > reader-${at}.sequence`),
      ...plain.map((_reader, at) => `history.sequence > reader-${readers.length + at}.sequence`),
    ],
  );
  expect(poolingOf(graph, 'history')).toEqual(expected);
});
