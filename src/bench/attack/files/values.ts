/** Ids, weights and numbers, and too few or too many of them. */
import type { Attack } from '../attack';
import { HOUR, itemOf, logOf, named, textOf, TIME, wider } from '../logs';
import { ALL, reads, refuses } from './read';

const weighed = (weight: (row: number) => unknown, delimiter = ','): string =>
  logOf(({ user, item, time, row }) => [user, item, time, weight(row)], {
    head: ['user', 'item', 'time', 'weight'],
    delimiter,
  });
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

export const values: readonly Attack[] = [
  reads('ids with leading zeros', () => named(({ i }) => String(i).padStart(8, '0')), ALL),
  reads(
    'ids of 64 bits that differ in the last digit',
    () => named(({ i }) => `90071992547409${String(i).padStart(5, '0')}`),
    ALL,
  ),
  reads('ids that are the same number', () => named(({ i }) => (i % 2 ? `${i}` : `${i + 1}.0`)), ALL),
  reads('the names of objects as ids', () => named(({ i }) => NAMES[i] ?? `i${i}`), ALL),
  reads('ids of spaces inside and emoji', () => named(({ i }) => `a  b ${'🙂'.repeat(i)}`), ALL),
  reads(
    'rows without a user',
    () => logOf(({ user, item, time, row }) => [row % 10 === 0 ? '' : user, item, time]),
    { read: 240, kept: 216, rejected: { 'missing-user': 24 } },
    { says: /24 left out: no user.* × 24 \(lines 2, 12, / },
  ),
  reads('NaN for an item', () => logOf(({ user, item, time, row }) => [user, row % 10 === 0 ? 'NaN' : item, time]), {
    read: 240,
    kept: 216,
    rejected: { 'missing-item': 24 },
  }),
  reads('weights with a comma', () => weighed((row) => `${row % 5},50`, ';'), {
    ...ALL,
    roles: 'user=user item=item time=time weight=weight',
  }),
  reads(
    'weights that are not finite',
    () => weighed((row) => (row % 10 === 0 ? ['NaN', 'inf', '-Infinity'][(row / 10) % 3] : 1.5)),
    { read: 240, kept: 216, rejected: { 'bad-number': 24 } },
    { says: /24 left out: unreadable number in “weight” × 24/ },
  ),
  reads(
    'weights that are words',
    () => weighed((row) => (row % 2 ? 'much' : 'little')),
    { ...ALL, notices: ['weight-unread'] },
    {
      says: /The column “weight” is not used as a weight: line 2 says “little”, which is not a number/,
    },
  ),
  reads('prices, which a log does not bring to the towers', () => wider('price', ({ row }) => `"${row % 9},50"`), ALL, {
    says: /not used: “price”/,
  }),
  reads('labels of nought and one', () => wider('is_click', ({ row }) => row % 2), ALL, {
    says: /is_click/,
  }),
  refuses(
    'one user',
    () => logOf(({ item, time }) => ['u1', item, time]),
    'All rows belong to one user.*--columns user=NAME',
  ),
  refuses(
    'one item',
    () => logOf(({ user, time }) => [user, 'i1', time]),
    'All rows belong to one item.*--columns item=NAME',
  ),
  refuses(
    'two events',
    () => 'user,item,time\nu1,i1,1600000000\nu2,i2,1600000001\n',
    'No user has enough events|Too few events',
  ),
  reads(
    '100,000 events of one user',
    () =>
      logOf() +
      textOf(
        Array.from({ length: 1e5 }, (_, row) => ['robot', `i${row % 40}`, TIME + row * HOUR]),
        { head: null },
      ),
    {
      users: 21,
      items: 40,
      read: 100_240,
      kept: 100_240,
    },
  ),
  refuses(
    'the same pair in every row of a user',
    () => logOf(({ user, u, time }) => [user, `i${u}`, time]),
    'No user has enough events to be tested',
  ),
  reads(
    'a column of 200,000 values',
    () =>
      textOf(
        Array.from({ length: 200_000 }, (_, row) => [
          `u${row % 20_000}`,
          `i${itemOf(Math.floor(row / 1000))}`,
          TIME + row * 60,
          `/page/${row}`,
        ]),
        { head: ['user', 'item', 'time', 'page'] },
      ),
    { read: 200_000, kept: 200_000 },
  ),
];
