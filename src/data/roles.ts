/**
 * What the columns of a log and its tables mean: a guess from names first and contents second, and a person's
 * corrections. The guess is shy: a log column becomes an input only where its name says that it was known beforehand,
 * because an outcome among the inputs is a perfect and useless model.
 */
import { isMissing, isNumber, parseNumber } from './read-cell';
import { compactName, isDwellName, isOutcomeName, NAMES } from './column-names';
import type { FileKind } from './file-kinds';
import { suggestEncoding } from './fields/guess';
import { indexOfIds } from './join-ids';
import { numberShare, readNumbers } from './numbers';
import {
  DataError,
  type Column,
  type LogColumn,
  type LogRole,
  type Roles,
  type Table,
  type TableColumn,
  type TableRole,
} from './table';
import { looksLikeEpochs, looksLikeTime, readTimes } from './time';

/** Distinct cells looked at to recognise a column. */
const LOOK = 2000;

export function guessRoles(log: Table, items: Table | null, users: Table | null): Roles {
  const logRoles = guessLog(log);
  const idColumn = (role: LogRole): Column | undefined =>
    log.columns[logRoles.findIndex((column) => column.role === role)];
  return {
    log: logRoles,
    items: items && guessTable(items, idColumn('item'), 'items'),
    users: users && guessTable(users, idColumn('user'), 'users'),
  };
}

function guessLog(log: Table): LogColumn[] {
  const roles = new Map<Column, LogRole>();
  const free = (): Column[] => log.columns.filter((column) => !roles.has(column));
  const give = (role: LogRole, column: Column | undefined): void => {
    if (column !== undefined) roles.set(column, role);
  };
  const byName = (name: RegExp): Column[] => free().filter((column) => name.test(compactName(column.name)));
  const times = new Set(log.columns.filter(isTime));
  const mayBeTime = (column: Column): boolean => times.has(column) || isNamedDays(column);

  give('user', byName(NAMES.user)[0]);
  // A log of songs names the artist too: the finer of the two is what was chosen.
  give('item', widest(byName(NAMES.item)));
  give(
    'time',
    byName(NAMES.time).find(mayBeTime) ??
      byName(NAMES.timeLike).find(mayBeTime) ??
      byName(NAMES.time).find((column) => share(column, isNumber) >= 0.9) ??
      widest(free().filter((column) => times.has(column))),
  );
  const sessions = byName(NAMES.session);
  if (![...roles.values()].includes('user')) give('user', sessions.shift());
  give('session', sessions[0]);
  give('position', byName(NAMES.position)[0]);
  give(
    'weight',
    byName(NAMES.weight).find((column) => numberShare(looked(column)) >= 0.8),
  );
  give(
    'behaviour',
    byName(NAMES.behaviour).find((column) => column.dictionary.length <= 100),
  );
  for (const column of free()) {
    const name = compactName(column.name);
    if (times.has(column) || NAMES.idle.test(name)) give('ignore', column);
    else if (isDwellName(column.name)) give('dwell', column);
    else if (isOutcomeName(column.name)) give('label', column);
  }
  guessIdsByContent(log, roles);
  guessOrder(log, roles);

  const item = log.columns.find((column) => roles.get(column) === 'item');
  return log.columns.map((column): LogColumn => {
    const role = roles.get(column);
    if (role !== undefined) return { column: column.name, role };
    const name = compactName(column.name);
    if (NAMES.query.test(name)) return { column: column.name, role: 'context', encoding: 'words' };
    const encoding = NAMES.context.test(name) && !(item && followsItem(item, column)) ? suggestEncoding(column) : null;
    return encoding === null
      ? { column: column.name, role: 'ignore' }
      : { column: column.name, role: 'context', encoding: encoding.encoding };
  });
}

/**
 * Without names: the two columns with the most distinct values that come again, the user before the item as nearly
 * every program writes them.
 */
function guessIdsByContent(log: Table, roles: Map<Column, LogRole>): void {
  const missing = (['user', 'item'] as const).filter((role) => ![...roles.values()].includes(role));
  const possible = log.columns.filter(
    (column) =>
      !roles.has(column) &&
      !column.isCut &&
      column.dictionary.length > 2 &&
      share(column, (cell) => !isNumber(cell) || Number.isInteger(parseNumber(cell))) >= 0.9,
  );
  const repeating = possible.filter((column) => column.dictionary.length - 1 < log.rows);
  const candidates = repeating.length >= missing.length ? repeating : possible;
  const chosen = candidates.toSorted((a, b) => b.dictionary.length - a.dictionary.length).slice(0, missing.length);
  log.columns.filter((column) => chosen.includes(column)).forEach((column, i) => roles.set(column, missing[i]!));
}

/**
 * Without a time: a column that numbers the rows of every user says which event came first, as the files of sequential
 * recommenders do (user, item, 1, 2, 3, …): whole numbers, none above the rows there are, that go up from row to row of
 * a user. Most rows have to have one of their user before them.
 */
function guessOrder(log: Table, roles: Map<Column, LogRole>): void {
  const user = log.columns.find((column) => roles.get(column) === 'user');
  if (!user || [...roles.values()].includes('time')) return;
  const goesUp = (column: Column): boolean => {
    const values = readNumbers(column.dictionary);
    const last = new Float64Array(user.dictionary.length).fill(Number.NaN);
    let ups = 0;
    for (let row = 0; row < log.rows; row++) {
      const [of, value] = [user.codes[row]!, values[column.codes[row]!]!];
      if (!Number.isInteger(value) || value > log.rows || value <= last[of]!) return false;
      if (!Number.isNaN(last[of]!)) ups++;
      last[of] = value;
    }
    return 2 * ups >= log.rows;
  };
  const order = log.columns.find(
    (column) => [undefined, 'position'].includes(roles.get(column)) && !column.isCut && goesUp(column),
  );
  if (order) roles.set(order, 'time');
}

const widest = (columns: readonly Column[]): Column | undefined =>
  columns.reduce<Column | undefined>(
    (best, column) => (best === undefined || column.dictionary.length > best.dictionary.length ? column : best),
    undefined,
  );

export const looked = (column: Column): string[] =>
  column.dictionary.slice(1, LOOK + 1).filter((cell) => !isMissing(cell));

function share(column: Column, is: (cell: string) => boolean): number {
  const cells = looked(column);
  return cells.length === 0 ? 0 : cells.filter(is).length / cells.length;
}

/** Numbers that are moments of our days in some unit, or written dates. */
function isTime(column: Column): boolean {
  if (share(column, looksLikeTime) >= 0.9) return true;
  return share(column, isNumber) >= 0.9 && looksLikeEpochs(readTimes({ dictionary: looked(column) }));
}

/** Days as a spreadsheet counts them, where the name agrees: by themselves they may be anything. */
const isNamedDays = (column: Column): boolean =>
  NAMES.timeNamed.test(compactName(column.name)) &&
  numberShare(looked(column)) >= 0.9 &&
  readTimes({ dictionary: looked(column) }).unit === 'days';

/**
 * Whether a column is a property of the item: nearly every event of an item shows the item's usual value, which the
 * column as a whole does not explain. Such a column would tell the user side which item is asked for.
 */
function followsItem(item: Column, column: Column): boolean {
  const values = column.dictionary.length;
  const pairs = new Map<number, number>();
  const overall = new Uint32Array(values);
  item.codes.forEach((code, row) => {
    const value = column.codes[row]!;
    const pair = code * values + value;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    overall[value]!++;
  });
  const usual = new Uint32Array(item.dictionary.length);
  for (const [pair, count] of pairs) {
    const code = Math.floor(pair / values);
    usual[code] = Math.max(usual[code]!, count);
  }
  const explained = usual.reduce((sum, count) => sum + count, 0) / item.codes.length;
  const trivial = overall.reduce((most, count) => Math.max(most, count), 0) / item.codes.length;
  return explained > 0.98 && trivial < 0.9;
}

function guessTable(table: Table, logIds: Column | undefined, kind: 'items' | 'users'): TableColumn[] {
  const id = guessIdColumn(table, logIds, kind);
  const free = table.columns.filter((column) => column !== id);
  const called = (name: RegExp): Column | undefined => free.find((column) => name.test(compactName(column.name)));
  const title =
    kind === 'users'
      ? called(NAMES.person)
      : (called(NAMES.title) ??
        called(NAMES.description) ??
        free.find(
          (column) => suggestEncoding(column)?.encoding === 'words' && column.dictionary.length > 0.9 * table.rows,
        ));
  return table.columns.map((column): TableColumn => {
    if (column === id) return { column: column.name, role: 'id' };
    if (column === title) return { column: column.name, role: 'title' };
    const encoding = suggestEncoding(column);
    return encoding === null
      ? { column: column.name, role: 'ignore' }
      : { column: column.name, role: 'field', ...encoding };
  });
}

/**
 * The column that is called as in the log, or like an id of this kind, or holds the most ids of the log; one that joins
 * nothing comes last.
 */
function guessIdColumn(table: Table, logIds: Column | undefined, kind: 'items' | 'users'): Column | undefined {
  const names = kind === 'items' ? NAMES.item : NAMES.user;
  const sample = logIds ? looked(logIds) : [];
  const scored = table.columns.map((column) => {
    const name = compactName(column.name);
    const overlap = sample.length === 0 ? 0 : joined(column, sample) / sample.length;
    const called = name === compactName(logIds?.name ?? '') ? 3 : names.test(name) ? 2 : NAMES.id.test(name) ? 1 : 0;
    const unique = column.dictionary.length - 1 >= 0.5 * table.rows;
    return {
      column,
      score: called > 0 || unique ? (overlap > 0 || sample.length === 0 ? 10 : 0) + called + overlap : 0,
    };
  });
  return scored.reduce<{ column?: Column; score: number }>((best, one) => (one.score > best.score ? one : best), {
    score: 0,
  }).column;
}

function joined(column: Column, ids: readonly string[]): number {
  const find = indexOfIds(column.dictionary);
  return ids.filter((id) => find(id) !== undefined).length;
}

const LOG_ROLES: readonly LogRole[] = [
  'user',
  'item',
  'time',
  'weight',
  'label',
  'behaviour',
  'session',
  'dwell',
  'position',
  'context',
  'ignore',
];
/** Roles that any number of columns may have. */
export const MANY: ReadonlySet<LogRole> = new Set<LogRole>(['label', 'dwell', 'context', 'ignore']);

/** What a text may say of the columns of a file. */
interface Sayable<R extends string> {
  roles: readonly R[];
  /** Of these any number of columns may be. */
  many: ReadonlySet<R>;
}
const OF_LOG: Sayable<LogRole> = { roles: LOG_ROLES, many: MANY };
const OF_TABLE: Sayable<TableRole> = { roles: ['id', 'title', 'field', 'ignore'], many: new Set(['field', 'ignore']) };

type Named = { columns: readonly { name: string }[] };

/**
 * A guess corrected by `user=NAME,item=NAME,time=NAME,…` for a log, by `id=NAME,title=NAME,…` for a table; a column
 * that is not named by its name is named by its position from 0 on. What the person says takes a column away from
 * whatever the guess made of it, and `time=` with nothing behind it says that there is none.
 *
 * @throws DataError `no-column` listing the columns, `same-column-twice`
 * @throws RangeError for a part that is not `role=column`, an unknown role, and a role of one column given two; lists
 * the roles
 */
export function applyColumns(roles: Roles, log: Named, spec: string): Roles {
  return { ...roles, log: corrected(roles.log, { file: 'log', ...log }, spec, OF_LOG) };
}

/** The same of a table. @param file of which kind it is */
export const applyTableColumns = (
  roles: readonly TableColumn[],
  table: Named,
  spec: string,
  file: FileKind,
): TableColumn[] => corrected(roles, { file, ...table }, spec, OF_TABLE);

/** The columns that such a text names, with their roles. @throws as `applyColumns` */
export const columnsSaid = (table: Named, spec: string, file: FileKind): ReadonlyMap<string, LogRole | TableRole> =>
  file === 'log' ? said({ file, ...table }, spec, OF_LOG) : said({ file, ...table }, spec, OF_TABLE);

function corrected<R extends string, C extends { column: string; role: R }>(
  guessed: readonly C[],
  table: Named & { file: FileKind },
  spec: string,
  sayable: Sayable<R>,
): (C | { column: string; role: R })[] {
  const wanted = said(table, spec, sayable);
  const given = new Set(partsOf(spec, sayable).map(({ role }) => role));
  return guessed.map((one) => {
    const role = wanted.get(one.column);
    if (role !== undefined) return role === one.role ? one : { column: one.column, role };
    return given.has(one.role) && !sayable.many.has(one.role) ? { column: one.column, role: 'ignore' as R } : one;
  });
}

function said<R extends string>(
  table: Named & { file: FileKind },
  spec: string,
  sayable: Sayable<R>,
): ReadonlyMap<string, R> {
  const wanted = new Map<string, R>();
  const given = new Set<R>();
  for (const { role, column } of partsOf(spec, sayable)) {
    if (given.has(role) && !sayable.many.has(role)) throw new RangeError(`${role} is given twice; it is one column`);
    given.add(role);
    if (column === '') continue;
    const { name } = findColumn(table, column, table.file);
    const before = wanted.get(name);
    if (before !== undefined)
      throw new DataError({
        code: 'same-column-twice',
        file: table.file,
        values: { column: name, first: before, second: role },
      });
    wanted.set(name, role);
  }
  return wanted;
}

const partsOf = <R extends string>(spec: string, { roles }: Sayable<R>): { role: R; column: string }[] =>
  spec
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      const role = roles.find((known) => known === part.slice(0, at).trim());
      if (role === undefined) throw new RangeError(`"${part}" does not say role=column; roles are ${roles.join(', ')}`);
      return { role, column: part.slice(at + 1).trim() };
    });

/** @throws DataError `no-column` */
export function findColumn<C extends { name: string }>(
  table: { columns: readonly C[] },
  nameOrPosition: string,
  file: FileKind = 'log',
): C {
  const column =
    table.columns.find(({ name }) => name === nameOrPosition) ??
    (/^\d+$/.test(nameOrPosition) ? table.columns[Number(nameOrPosition)] : undefined);
  if (column !== undefined) return column;
  throw new DataError({
    code: 'no-column',
    file,
    values: { column: nameOrPosition, columns: table.columns.map(({ name }) => name).join(', ') },
  });
}
