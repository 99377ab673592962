/** Columns that were meant as times, weights or prices by their names, and that the guess could not read. */
import { compactName, isDwellName, NAMES } from './column-names';
import type { Notice } from './notices';
import { numberShare, readNumbers } from './numbers';
import { looked } from './roles';
import { DataError, type Column, type LogColumn, type Roles, type Table } from './table';
import { readTimes } from './time';

/** @returns those of each table */
export function guessNotices(
  tables: { log: Table; items: Table | null; users: Table | null },
  roles: Roles,
): Record<'log' | 'items' | 'users', Notice[]> {
  const { log } = tables;
  const time = unreadTime(log, roles.log);
  const weights = ignored(log, roles.log).filter(({ name }) => NAMES.weight.test(compactName(name)));
  const amounts = (table: Table | null, columns: Roles['items']): Notice[] =>
    table === null
      ? []
      : ignored(table, columns ?? [])
          .filter(({ name }) => NAMES.amount.test(compactName(name)))
          .flatMap((column) => unreadNumber(table, column, 'number-unread'));
  return {
    log: [
      ...(time === null ? [] : [{ code: 'time-unread' as const, column: String(time.column), values: time }]),
      ...weights.flatMap((column) => unreadNumber(log, column, 'weight-unread')),
    ],
    items: amounts(tables.items, roles.items),
    users: amounts(tables.users, roles.users),
  };
}

/** @throws DataError `needs-readable-time` where there is a column that is called a time and cannot be read */
export function refuseUnreadTime(log: Table, roles: readonly LogColumn[]): void {
  const values = unreadTime(log, roles);
  if (values !== null) throw new DataError({ code: 'needs-readable-time', file: 'log', values });
}

/** Of a log without a time. */
function unreadTime(log: Table, roles: readonly LogColumn[]): Notice['values'] | null {
  if (roles.some(({ role }) => role === 'time')) return null;
  const named = ignored(log, roles).find(({ name }) => NAMES.timeNamed.test(compactName(name)) && !isDwellName(name));
  if (!named) return null;
  const cells = looked(named);
  const { times } = readTimes({ dictionary: ['', ...cells] });
  const at = cells.findIndex((_, i) => Number.isNaN(times[i + 1]!));
  return at < 0 ? null : example(log, named, cells[at]!);
}

/** Where most cells are numbers there was another reason. */
function unreadNumber(table: Table, column: Column, code: Notice['code']): Notice[] {
  const cells = looked(column);
  if (numberShare(cells) >= 0.8) return [];
  const numbers = readNumbers(cells);
  const cell = cells.find((_, i) => Number.isNaN(numbers[i]!));
  return cell === undefined ? [] : [{ code, column: column.name, values: example(table, column, cell) }];
}

function ignored(table: Table, roles: readonly { column: string; role: string }[]): Column[] {
  const names = new Set(roles.filter(({ role }) => role === 'ignore').map(({ column }) => column));
  return table.columns.filter(({ name }) => names.has(name));
}

function example(table: Table, { name, dictionary, codes }: Column, cell: string): Notice['values'] {
  const code = dictionary.indexOf(cell);
  return { column: name, line: table.line[codes.indexOf(code)] ?? 0, text: cell };
}
