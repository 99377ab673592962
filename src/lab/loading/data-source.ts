/** Where data comes from, and what is shown of a file before it becomes a data set. */
import type { Notice } from '../../data/notices';
import type { Protocol, SplitRule } from '../../data/dataset';
import type { Options } from '../../data/sources/source';
import type { Roles, Table } from '../../data/table';

export interface UploadedFiles {
  log: File | null;
  items: File | null;
  users: File | null;
}

/** What a person said of how a file is written: options of its format. */
export type Dialect = Options;

/** What is shown of a parsed file before it becomes a data set. */
export interface TablePreview {
  fileName: string;
  /** Id of its format, and what was decided about it. */
  format: string;
  options: Options;
  rows: number;
  /** `flag`: how many cells are 0 and how many 1, of a column that holds nothing else. */
  columns: { name: string; distinct: number; examples: string[]; flag: { zeros: number; ones: number } | null }[];
  /** The first rows, as text. */
  head: string[][];
  report: Table['report'];
  /** What the guess of encoding and roles is not sure of, or had to leave. */
  notices: readonly Notice[];
}

export interface LogPreview {
  log: TablePreview;
  items: TablePreview | null;
  users: TablePreview | null;
  roles: Roles;
}

export type DataSource =
  /** `split`: leave-last-out where it is not given. `weight`: as in `Protocol`. */
  | { kind: 'world'; id: string; events: number; seed: number; split?: SplitRule; weight?: string }
  /**
   * Files, which are given apart. `name`: of the data set; that of the log's file where it is not given. A stored
   * protocol may be of a time when it had fewer keys: what it lacks is the default's.
   */
  | { kind: 'files'; roles: Roles; protocol: Protocol; name?: string };
