/** Conditions on rows of a log, which are read and which are positives: `is_click = 1`, `action in buy, cart`. */
import { parseNumber } from './read-cell';
import { refuseCut } from './cut-columns';
import type { Protocol } from './dataset';
import { readNumbers } from './numbers';
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

/** What a condition of the protocol decides. */
export type ConditionOf = keyof Pick<Protocol, 'where' | 'positives'>;

/**
 * @param where a condition, or '' for all rows. A column goes by its name or its position from 0 on. `!=` takes every
 * row that `=` leaves out, empty cells too; no cell without a number is above or below another.
 * @param read rows it is asked of: of those one has to match
 * @returns whether a row matches
 * @throws DataError `where-no-operator`, `where-no-column`, `where-no-number`, `where-no-rows`, `too-large`; its value
 * `of` says which condition it is about
 */
export function rowFilter(
  log: Table,
  where: string,
  of: ConditionOf = 'where',
  read: (row: number) => boolean = () => true,
): (row: number) => boolean {
  if (where.trim() === '') return () => true;
  const { column, test } = conditionOf(log, where, of);
  const numbers = readNumbers(column.dictionary);
  const taken = Uint8Array.from(column.dictionary, (cell, i) => Number(test(cell, numbers[i]!)));
  if (!column.codes.some((code, row) => taken[code] === 1 && read(row))) {
    const known = column.dictionary.filter((cell) => cell !== '').slice(0, 10);
    throw refused('where-no-rows', { where, column: column.name, known: known.join(', ') }, of);
  }
  return (row) => taken[column.codes[row]!] === 1;
}

function conditionOf(
  log: Table,
  where: string,
  of: ConditionOf,
): { column: Column; test(cell: string, number: number): boolean } {
  const readings = readFilter(where);
  const [first] = readings;
  if (!first) throw refused('where-no-operator', { where }, of);
  for (const { column: name, operator, value } of readings) {
    const column =
      log.columns.find((one) => one.name === name) ?? (/^\d+$/.test(name) ? log.columns[Number(name)] : undefined);
    if (column) refuseCut(column, 'log');
    if (column) return { column, test: testOf(where, operator, value, of) };
  }
  const columns = log.columns.map(({ name }) => name).join(', ');
  throw refused('where-no-column', { where, column: first.column, columns }, of);
}

/** A number equals another however it is written: `is_click=1` takes `1.0` too. */
const equals = (cell: string, number: number, value: string): boolean =>
  cell === value || number === parseNumber(value);

function testOf(
  where: string,
  operator: Operator,
  value: string,
  of: ConditionOf,
): (cell: string, number: number) => boolean {
  if (operator === '=') return (cell, number) => equals(cell, number, value);
  if (operator === '!=') return (cell, number) => !equals(cell, number, value);
  if (operator === 'in') {
    const values = value.replace(/^[([{](.*)[)\]}]$/, '$1').split(',');
    return (cell, number) => values.some((one) => equals(cell, number, one.trim()));
  }
  const bound = parseNumber(value);
  if (Number.isNaN(bound)) throw refused('where-no-number', { where, operator, value }, of);
  const compare: Record<typeof operator, (number: number) => boolean> = {
    '>=': (number) => number >= bound,
    '<=': (number) => number <= bound,
    '>': (number) => number > bound,
    '<': (number) => number < bound,
  };
  return (_, number) => compare[operator](number);
}

/** What is refused of a condition is said at the condition, and not at the file; null where it is of none. */
export function refusedCondition({ code, values }: DataProblem): ConditionOf | null {
  if (code === 'positives-random' || values.of === 'positives') return 'positives';
  return code.startsWith('where-') ? 'where' : null;
}

const refused = (code: DataProblem['code'], values: Record<string, string>, of: ConditionOf): DataError =>
  new DataError({ code, file: 'log', values: of === 'where' ? values : { ...values, of } });
