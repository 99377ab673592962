import type { Notice } from './notices';
import type { TimeUnit } from './time';

/**
 * A parsed file, before anyone has said what its columns mean. Every column is dictionary-encoded text: ids are
 * strings, always.
 */
export interface Column {
  name: string;
  /** Distinct cells in order of first appearance; entry 0 is always '' (an empty cell). */
  dictionary: string[];
  /** [rows] index into the dictionary. */
  codes: Uint32Array;
  /** It has more distinct cells than can be told apart: only the first are here, and it cannot be used. */
  isCut?: true;
}

export interface Table {
  fileName: string;
  columns: Column[];
  rows: number;
  /** [rows] line in the file where the row starts (1 = first line). */
  line: Uint32Array;
  /** What the reader decided, to be shown and corrected: the options of its format. */
  options: Readonly<Record<string, string | boolean>>;
  /** Between the cells of a row that a report shows. */
  separator: string;
  report: RowReport;
  /** What the reader is not sure of. */
  notices?: readonly Notice[];
}

export type RejectReason =
  | 'too-few-cells'
  | 'too-many-cells'
  | 'unclosed-quote'
  | 'missing-user'
  | 'missing-item'
  | 'bad-time'
  /** A number that is a moment far from those of its column. */
  | 'stray-time'
  | 'bad-number'
  | 'unknown-item'
  | 'unknown-user'
  /** Of rows that are kept all the same. */
  | 'undecodable'
  | 'other-form'
  | 'repeated-item'
  | 'repeated-user'
  | FormatCode;

/** `<format>/<what>`: something only one file format knows, said in the words of its folder. */
export type FormatCode = `${string}/${string}`;

/**
 * Every row that was not used, or not quite as it stands, counted by reason, with the first examples of each.
 * `columns`: rows by column, where a reason lies in cells.
 */
export interface RowReport {
  read: number;
  kept: number;
  /** Rows that `where` leaves out, where there are any: in neither `kept` nor `rejected`. */
  filtered?: number;
  /** Of `kept`, those that the condition for positives takes, where there is one. */
  positives?: number;
  rejected: {
    reason: RejectReason;
    count: number;
    examples: { line: number; text: string; column?: string }[];
    columns?: Readonly<Record<string, number>>;
  }[];
}

export type LogRole =
  | 'user'
  | 'item'
  | 'time'
  | 'weight'
  | 'label'
  | 'behaviour'
  | 'session'
  | 'dwell'
  | 'position'
  | 'context'
  | 'ignore';
export type TableRole = 'id' | 'title' | 'field' | 'ignore';
/**
 * How a field column is encoded. `words`: a text: its lower-cased words as a bag, and beside it its trigrams and tokens
 * (see fields/texts.ts). `auto` resolves by looking at the values.
 */
export type Encoding = 'categorical' | 'bag' | 'words' | 'buckets' | 'normalised';

export interface LogColumn {
  column: string;
  role: LogRole;
  encoding?: Encoding;
  /** Of a time, where a person says it. */
  unit?: TimeUnit;
}
export interface TableColumn {
  column: string;
  role: TableRole;
  encoding?: Encoding;
  separator?: string;
}

/** What the person (or the guess) says the columns mean. */
export interface Roles {
  log: LogColumn[];
  items: TableColumn[] | null;
  users: TableColumn[] | null;
}

/**
 * Something wrong with a file, a column or a value, said where it was given.
 * The sentence comes from the catalog under `dataProblem.<code>`; `values` fill its placeholders.
 */
export interface DataProblem {
  code:
    | 'empty-file'
    | 'header-only'
    | 'no-column'
    | 'no-user-column'
    | 'no-item-column'
    | 'same-column-twice'
    | 'no-valid-rows'
    | 'time-not-readable'
    | 'one-user'
    | 'one-item'
    | 'too-few-events'
    | 'no-test-users'
    | 'needs-time'
    | 'needs-readable-time'
    | 'no-id-column'
    | 'where-no-operator'
    | 'where-no-column'
    | 'where-no-number'
    | 'where-no-rows'
    | 'positives-random'
    | 'weight-too-long'
    | 'weight-too-deep'
    | 'weight-bad-character'
    | 'weight-open-quote'
    | 'weight-no-value'
    | 'weight-no-operator'
    | 'weight-two-comparisons'
    | 'weight-not-closed'
    | 'weight-no-function'
    | 'weight-arguments'
    | 'weight-text-alone'
    | 'weight-no-columns'
    | 'weight-no-column'
    | 'weight-no-outcome'
    | 'weight-not-outcome'
    | 'weight-names'
    | 'weight-numbers'
    | 'weight-no-such-name'
    | 'weight-bad-row'
    | 'weight-all-zero'
    | 'not-text'
    | 'is-json'
    | 'is-markup'
    | 'is-lfs-pointer'
    | 'too-large'
    | 'undecodable'
    | 'no-joined-rows'
    | FormatCode;
  file: 'log' | 'items' | 'users';
  values: Record<string, string | number>;
  /** Why no row could be used: with `no-valid-rows`. */
  report?: RowReport;
}

/** Thrown by the data layer for anything a person's file can cause. */
export class DataError extends Error {
  constructor(readonly problem: DataProblem) {
    super(`${problem.code} in ${problem.file}: ${JSON.stringify(problem.values)}`);
    this.name = 'DataError';
  }
}
