/**
 * Which columns of a log are outcomes, and their cells. An outcome is what is known of a row only once it was shown:
 * what the person did (`label`, `behaviour`) and for how long (`dwell`), where the row stood (`position`, without which
 * a click cannot be judged), and what the log's author made of all this (`weight`). None of them may be an input, and
 * all of them may weigh a row; those that are numbers may be a teacher's scores, which stand beside the labels.
 */
import { isMissing, parseNumber } from './read-cell';
import type { OutcomeColumn, OutcomeRole } from './dataset';
import { readNumbers } from './numbers';
import { findColumn } from './roles';
import type { Column, LogColumn, LogRole, Table } from './table';

const OUTCOME_ROLES: readonly LogRole[] = ['label', 'behaviour', 'dwell', 'position', 'weight'] satisfies OutcomeRole[];
export const isOutcomeRole = (role: LogRole): role is OutcomeRole => OUTCOME_ROLES.includes(role);

/**
 * Durations, positions and weights are numbers. A behaviour is a name even where it is written as a number (1 = click,
 * 4 = purchase). A label is a number where all of its cells are (a rating, a flag), else a name.
 *
 * @param rows of the log; each gives one entry
 * @throws DataError `no-column`
 */
export function outcomesOf(log: Table, roles: readonly LogColumn[], rows: Uint32Array): OutcomeColumn[] {
  return roles.flatMap(({ column, role }) => (isOutcomeRole(role) ? [read(findColumn(log, column), role, rows)] : []));
}

/** A column of outcomes without its cells: what a formula may be checked against where the log is not. */
export interface OutcomeSpec {
  name: string;
  role: OutcomeRole;
  /** Of a column of names, those in it, the empty cell left out; null of numbers. */
  names: readonly string[] | null;
  /** Present where it holds more names than are listed. */
  isCut?: true;
}

/** Names that a specification lists: behaviours are few, and a label of free texts need not travel. */
const MOST_NAMES = 100;

export const outcomeSpecs = (columns: readonly OutcomeColumn[]): OutcomeSpec[] =>
  columns.map((column) => {
    const { name, role } = column;
    if ('values' in column) return { name, role, names: null };
    const names = column.dictionary.filter((cell) => cell !== '');
    return {
      name,
      role,
      names: names.slice(0, MOST_NAMES),
      ...(names.length > MOST_NAMES ? { isCut: true as const } : {}),
    };
  });

/** The same columns with one entry for each of these rows. */
export const outcomesAt = (columns: readonly OutcomeColumn[], rows: Uint32Array): OutcomeColumn[] =>
  columns.map((column) =>
    'values' in column
      ? { ...column, values: Float32Array.from(rows, (row) => column.values[row]!) }
      : { ...column, codes: rows.map((row) => column.codes[row]!) },
  );

/** How many cells of a column are 0 and how many 1; null where it holds anything else but empty cells. */
export function flagOf({ dictionary, codes }: Column): { zeros: number; ones: number } | null {
  const values = dictionary.map((cell) => (isMissing(cell) ? null : parseNumber(cell)));
  if (!values.every((value) => value === null || value === 0 || value === 1)) return null;
  const count = (wanted: number): number => codes.reduce((sum, code) => sum + Number(values[code] === wanted), 0);
  const [zeros, ones] = [count(0), count(1)];
  return zeros > 0 && ones > 0 ? { zeros, ones } : null;
}

function read({ name, dictionary, codes }: Column, role: OutcomeRole, rows: Uint32Array): OutcomeColumn {
  const numbers = readNumbers(dictionary);
  if (
    role === 'behaviour' ||
    (role === 'label' && !dictionary.every((cell, i) => isMissing(cell) || !Number.isNaN(numbers[i])))
  ) {
    const named = Uint32Array.from(dictionary, (cell, code) => (isMissing(cell) ? 0 : code));
    return { name, role, codes: rows.map((row) => named[codes[row]!]!), dictionary };
  }
  return { name, role, values: Float32Array.from(rows, (row) => numbers[codes[row]!]!) };
}
