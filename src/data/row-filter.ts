/** Which rows of a log are read: `is_click = 1`, `rating >= 8`, `action in buy, cart`. */
import { parseNumber } from './read-cell';
import { DataError, type Column, type DataProblem, type Table } from './table';

export type Operator = '=' | '!=' | '>=' | '<=' | '>' | '<' | 'in';

export interface Condition {
  column: string;
  operator: Operator;
  /** Of `in`: several, with commas. */
  value: string;
}

const OPERATORS = /!=|>=|<=|==?|>|<|\s+in\s+/gi;

/** Every way to read a filter, the leftmost operator first: the name of a column may hold one too. */
export const readFilter = (text: string): Condition[] =>
  [...text.matchAll(OPERATORS)].flatMap(({ 0: found, index }) => {
    const column = text.slice(0, index).trim();
    const operator = found.trim().toLowerCase().replace('==', '=') as Operator;
    return column === '' ? [] : [{ column, operator, value: text.slice(index + found.length).trim() }];
  });

/**
 * @param where a condition, or '' for all rows. A column goes by its name or its position from 0 on. `!=` takes every
 * row that `=` leaves out, empty cells too; no cell without a number is above or below another.
 * @returns whether a row is read
 * @throws DataError `where-no-operator`, `where-no-column`, `where-no-number`, `where-no-rows`
 */
export function rowFilter(log: Table, where: string): (row: number) => boolean {
  if (where.trim() === '') return () => true;
  const { column, test } = conditionOf(log, where);
  const taken = Uint8Array.from(column.dictionary, (cell) => Number(test(cell)));
  if (!column.codes.some((code) => taken[code] === 1)) {
    const known = column.dictionary.filter((cell) => cell !== '').slice(0, 10);
    throw refused('where-no-rows', { where, column: column.name, known: known.join(', ') });
  }
  return (row) => taken[column.codes[row]!] === 1;
}

function conditionOf(log: Table, where: string): { column: Column; test(cell: string): boolean } {
  const readings = readFilter(where);
  const [first] = readings;
  if (!first) throw refused('where-no-operator', { where });
  for (const { column: name, operator, value } of readings) {
    const column =
      log.columns.find((one) => one.name === name) ?? (/^\d+$/.test(name) ? log.columns[Number(name)] : undefined);
    if (column) return { column, test: testOf(where, operator, value) };
  }
  const columns = log.columns.map(({ name }) => name).join(', ');
  throw refused('where-no-column', { where, column: first.column, columns });
}

/** A number equals another however it is written: `is_click=1` takes `1.0` too. */
const equals = (cell: string, value: string): boolean => cell === value || parseNumber(cell) === parseNumber(value);

function testOf(where: string, operator: Operator, value: string): (cell: string) => boolean {
  if (operator === '=') return (cell) => equals(cell, value);
  if (operator === '!=') return (cell) => !equals(cell, value);
  if (operator === 'in') {
    const values = value.replace(/^[([{](.*)[)\]}]$/, '$1').split(',');
    return (cell) => values.some((one) => equals(cell, one.trim()));
  }
  const bound = parseNumber(value);
  if (Number.isNaN(bound)) throw refused('where-no-number', { where, operator, value });
  const compare: Record<typeof operator, (number: number) => boolean> = {
    '>=': (number) => number >= bound,
    '<=': (number) => number <= bound,
    '>': (number) => number > bound,
    '<': (number) => number < bound,
  };
  return (cell) => compare[operator](parseNumber(cell));
}

/** What `rowFilter` refuses is said at the filter, and not at the file. */
export const isOfFilter = ({ code }: DataProblem): boolean => code.startsWith('where-');

const refused = (code: DataProblem['code'], values: Record<string, string>): DataError =>
  new DataError({ code, file: 'log', values });
