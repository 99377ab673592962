/** Times of every kind. */
import type { Attack } from '../attack';
import { HOUR, iso, logOf, timed } from '../logs';
import { ALL, reads, refuses } from './read';

const RANGE = { first: '2020-09-13', last: '2020-09-23' };
const DAY = 24 * HOUR;
const american = (seconds: number): string => {
  const [, year, month, day, clock] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(iso(seconds))!;
  return `${Number(month)}/${Number(day)}/${year} ${clock}`;
};
const unreadable = (text: string): string => `the column “time” cannot be read: line 2 says “${text}`;
const UNITS = { milliseconds: 1e3, microseconds: 1e6, nanoseconds: 1e9 } as const;

export const times: readonly Attack[] = [
  reads('seconds', () => logOf(), { ...ALL, ...RANGE, unit: 'seconds' }),
  ...Object.entries(UNITS).map(([unit, factor]) =>
    reads(`${unit}`, () => timed(({ time }) => String(BigInt(time) * BigInt(factor))), { ...ALL, ...RANGE, unit }),
  ),
  reads('ISO texts', () => timed(({ time }) => iso(time)), { ...ALL, ...RANGE, unit: 'text' }),
  reads(
    'ISO texts with offsets',
    () => timed(({ time, u }) => iso(time + u * HOUR).replace('.000Z', `+${String(u).padStart(2, '0')}:00`)),
    {
      ...ALL,
      ...RANGE,
      unit: 'text',
    },
  ),
  reads('American dates', () => timed(({ time }) => american(time)), { ...ALL, ...RANGE, unit: 'text' }),
  reads('digits of dates', () => timed(({ time }) => iso(time).replaceAll(/\D/g, '').slice(0, 14)), {
    ...ALL,
    ...RANGE,
    unit: 'digits',
  }),
  reads('days of a spreadsheet', () => timed(({ row }) => (45_000.9 + row / 24).toFixed(4)), {
    ...ALL,
    unit: 'days',
    first: '2023-03-15',
  }),
  reads('steps of a private count', () => timed(({ row }) => row), { ...ALL, unit: 'seconds' }),
  reads(
    'seconds in half of the rows, milliseconds in the others',
    () => timed(({ time, u }) => (u % 2 ? time : time * 1000)),
    { read: 240, kept: 120, rejected: { 'stray-time': 120 } },
    { says: /120 left out: time before 1985 or after 2199, unlike the rest of its column in “time” × 120/ },
  ),
  reads('zeros among the seconds', () => timed(({ time, row }) => (row % 10 === 0 ? 0 : time)), {
    read: 240,
    kept: 216,
    rejected: { 'stray-time': 24 },
  }),
  reads(
    'cells without a time',
    () => timed(({ time, row }) => (row % 10 === 0 ? '' : time)),
    { read: 240, kept: 216, rejected: { 'bad-time': 24 } },
    { says: /24 left out: unreadable time in “time” × 24/ },
  ),
  reads('the 31st of February', () => timed(({ time, row }) => (row % 10 === 0 ? '2020-02-31' : iso(time))), {
    read: 240,
    kept: 216,
    rejected: { 'bad-time': 24 },
  }),
  reads('the year 9999 among others', () => timed(({ time, row }) => (row % 10 === 0 ? 253_370_764_800 : time)), {
    read: 240,
    kept: 216,
    rejected: { 'stray-time': 24 },
  }),
  refuses(
    'times before 1970',
    () => timed(({ time }) => -time),
    'The column “time” does not hold times: line 2 says “-1600000000”',
  ),
  refuses('the same time in every row', () => timed(() => 1.6e9), 'No user has enough events to be tested'),
  reads('the same time in every row, in the order of the file', () => timed(() => 1.6e9), ALL, {
    flags: '--ties file',
  }),
  reads('the same time in every row, at random', () => timed(() => 1.6e9), ALL, { flags: '--split random' }),
  refuses(
    'times with the name of a zone',
    () => timed(({ time }) => iso(time).replace('T', ' ').replace('.000Z', ' Europe/Zurich')),
    unreadable('2020-09-13 '),
  ),
  refuses(
    'times of mails',
    () => timed(({ time }) => new Date(time * 1000).toUTCString().replace(',', '')),
    unreadable('Sun 13 Sep 2020'),
  ),
  refuses('years of two digits', () => timed(({ time }) => american(time).replace('/20', '/')), unreadable('9/13/20')),
  refuses('times in words', () => timed(({ row }) => `${row + 1} days ago`), unreadable('1 days ago')),
  refuses(
    'times that are called a timestamp and are none',
    () => timed(() => 'soon', ['user', 'item', 'timestamp']),
    'the column “timestamp” cannot be read: line 2 says “soon”',
  ),
  refuses(
    'no times',
    () => logOf(({ user, item }) => [user, item], { head: ['user', 'item'] }),
    'This split needs a time column\\. Name it: --columns time=NAME',
  ),
  reads(
    'a unit that is said',
    () => timed(({ row }) => row),
    { ...ALL, unit: 'milliseconds', first: '1970-01-01' },
    { flags: '--time-unit milliseconds' },
  ),
  reads('a day between 200 years', () => timed(({ row }) => iso(row * 200 * DAY)), { users: 20, read: 240 }),
];
