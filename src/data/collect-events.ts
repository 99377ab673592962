/** Rows of a log to raw events: the filter of the protocol, then one look at the cells that every event needs. */
import { isMissing } from './read-cell';
import type { RawEvents } from './events';
import { readNumbers } from './numbers';
import { outcomesOf } from './outcomes';
import { Rejects } from './rejected-rows';
import { findColumn } from './roles';
import { rowFilter } from './row-filter';
import { NO_SESSION } from './sessions';
import { DataError, type Column, type LogColumn, type LogRole, type RowReport, type Table } from './table';
import { readTimes, type TimeUnit } from './time';

/** Usable rows of a log. */
export interface CollectedRows {
  raw: RawEvents;
  /** [raw] row of the log. */
  row: Uint32Array;
}

export interface CollectedEvents extends CollectedRows {
  /** The rows that are no positives; null where nothing says which are. */
  shown: CollectedRows | null;
  rejects: Rejects;
  /** Rows of the log that the filter leaves out. */
  filtered: number;
  /** The column of times, and what its cells are; null where the log has none. */
  time: { column: string; unit: TimeUnit } | null;
}

/**
 * @param where which rows are read, `positives` which of them are events: see `rowFilter`
 * @throws DataError `no-column`, `no-user-column`, `no-item-column`, `same-column-twice`, `time-not-readable`,
 * `no-valid-rows`, and those of `rowFilter`
 */
export function collectEvents(log: Table, roles: readonly LogColumn[], where: string, positives = ''): CollectedEvents {
  refuseTwice(roles);
  const user = columnOf(log, roles, 'user');
  const item = columnOf(log, roles, 'item');
  const columns = log.columns.map(({ name }) => name).join(', ');
  if (user === null) throw new DataError({ code: 'no-user-column', file: 'log', values: { columns } });
  if (item === null) throw new DataError({ code: 'no-item-column', file: 'log', values: { columns } });
  const time = timesOf(log, columnOf(log, roles, 'time'), roles.find(({ role }) => role === 'time')?.unit);
  const weightColumn = columnOf(log, roles, 'weight');
  const session = columnOf(log, roles, 'session');
  const sessions =
    session && Uint32Array.from(session.dictionary, (cell, code) => (isMissing(cell) ? NO_SESSION : code));
  const weights = weightColumn && readNumbers(weightColumn.dictionary);

  const wanted = rowFilter(log, where);
  const isPositive = rowFilter(log, positives, 'positives', wanted);
  const noUser = Uint8Array.from(user.dictionary, (cell) => Number(isMissing(cell)));
  const noItem = Uint8Array.from(item.dictionary, (cell) => Number(isMissing(cell)));
  const rejects = new Rejects();
  const row = new Uint32Array(log.rows);
  const others: number[] = [];
  let count = 0;
  let filtered = 0;
  for (let r = 0; r < log.rows; r++) {
    if (!wanted(r)) {
      filtered++;
      continue;
    }
    const line = log.line[r]!;
    if (noUser[user.codes[r]!] === 1) rejects.add('missing-user', line, rowText(log, r), user.name);
    else if (noItem[item.codes[r]!] === 1) rejects.add('missing-item', line, rowText(log, r), item.name);
    else if (time !== null && Number.isNaN(time.of[time.column.codes[r]!]!))
      rejects.add(
        time.stray[time.column.codes[r]!] === 1 ? 'stray-time' : 'bad-time',
        line,
        cell(time.column, r),
        time.column.name,
      );
    else if (weights !== null && !(weights[weightColumn!.codes[r]!]! >= 0))
      rejects.add('bad-number', line, cell(weightColumn!, r), weightColumn!.name);
    else if (isPositive(r)) row[count++] = r;
    else others.push(r);
  }
  if (count === 0) throw noValidRows(log, rejects, filtered);
  const collected = (rows: Uint32Array): CollectedRows => ({
    raw: {
      user: rows.map((r) => user.codes[r]!),
      item: rows.map((r) => item.codes[r]!),
      time: Float64Array.from(rows, (r) => (time === null ? 0 : time.of[time.column.codes[r]!]!)),
      session: sessions && rows.map((r) => sessions[session!.codes[r]!]!),
      weight: weights === null ? null : Float32Array.from(rows, (r) => weights[weightColumn!.codes[r]!]!),
      outcomes: outcomesOf(log, roles, rows),
      line: rows.map((r) => log.line[r]!),
      userIds: user.dictionary,
      itemIds: item.dictionary,
      hasTime: time !== null,
    },
    row: rows,
  });
  return {
    ...collected(row.slice(0, count)),
    shown: positives.trim() === '' ? null : collected(Uint32Array.from(others)),
    rejects,
    filtered,
    time: time && { column: time.column.name, unit: time.unit },
  };
}

function columnOf(log: Table, roles: readonly LogColumn[], role: LogRole): Column | null {
  const named = roles.find((column) => column.role === role);
  return named === undefined ? null : findColumn(log, named.column);
}

function refuseTwice(roles: readonly LogColumn[]): void {
  const used = new Map<string, LogRole>();
  for (const { column, role } of roles) {
    const first = used.get(column);
    if (first !== undefined && first !== 'ignore' && role !== 'ignore')
      throw new DataError({ code: 'same-column-twice', file: 'log', values: { column, first, second: role } });
    if (role !== 'ignore') used.set(column, role);
  }
}

function timesOf(
  log: Table,
  column: Column | null,
  said: TimeUnit | undefined,
): { column: Column; of: Float64Array; stray: Uint8Array; unit: TimeUnit } | null {
  if (column === null) return null;
  const { times: of, stray, unit } = readTimes(column, said);
  if (!of.some(Number.isFinite)) {
    const first = Math.max(
      0,
      column.codes.findIndex((code) => !isMissing(column.dictionary[code]!)),
    );
    throw new DataError({
      code: 'time-not-readable',
      file: 'log',
      values: { column: column.name, line: log.line[first] ?? 0, text: cell(column, first) },
    });
  }
  return { column, of, stray, unit };
}

function noValidRows(log: Table, rejects: Rejects, filtered: number): DataError {
  const [first] = rejects.list();
  const example = first?.examples[0];
  return new DataError({
    code: 'no-valid-rows',
    file: 'log',
    values: {
      file: log.fileName,
      rows: rejects.total,
      reason: first?.reason ?? '',
      line: example?.line ?? 0,
      text: example?.text ?? '',
    },
    report: rowReport(log, 0, rejects, filtered),
  });
}

/** Of the rows of a log: those its reader left out, and those that `collectEvents` does. */
export const rowReport = (log: Table, kept: number, rejects: Rejects, filtered: number): RowReport => ({
  read: log.report.read,
  kept,
  ...(filtered > 0 ? { filtered } : {}),
  rejected: [...log.report.rejected, ...rejects.list()],
});

const cell = (column: Column, row: number): string => column.dictionary[column.codes[row] ?? 0]!;
const rowText = (log: Table, row: number): string => log.columns.map((column) => cell(column, row)).join(log.separator);
