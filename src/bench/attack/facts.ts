/** What `--json` tells of the data a command read, as far as attacks ask for it. */
import { isDeepStrictEqual } from 'node:util';

export type Facts = Partial<{
  users: number;
  items: number;
  pairs: number;
  /** Rows of the log. */
  read: number;
  kept: number;
  /** Rows of the log by the reason they stand under in the report. */
  rejected: Readonly<Record<string, number>>;
  /** The same of the item table. */
  rejectedItems: Readonly<Record<string, number>>;
  format: string;
  encoding: string;
  delimiter: string;
  header: boolean;
  /** Of times. */
  unit: string;
  /** Days of the first and the last event. */
  first: string;
  last: string;
  /** Columns of the log by role: 'user=who item=what'. */
  roles: string;
  /** Codes of what the log's reader is not sure of, and of what the item table's is. */
  notices: readonly string[];
  itemNotices: readonly string[];
  steps: number;
}>;

interface ToldFile {
  format: string;
  options: Record<string, { value: string | boolean }>;
  columns: { column: string; role: string }[];
  notices: { code: string }[];
}
interface ToldRows {
  read: number;
  kept: number;
  rejected: { reason: string; count: number }[];
}
/** Of the report as it is printed. */
interface Told {
  users: number;
  items: number;
  pairs: number;
  steps: number;
  read: { log: ToldFile; items: ToldFile | null; time: { unit: string; first: number; last: number } | null } | null;
  rows: { log: ToldRows; items: ToldRows | null } | null;
}

const rejectedOf = (rows: ToldRows | null | undefined): Record<string, number> =>
  Object.fromEntries((rows?.rejected ?? []).map(({ reason, count }) => [reason, count]));
const dayOf = (time: number | undefined): string =>
  time === undefined ? '' : new Date(time).toISOString().slice(0, 10);

/** @throws SyntaxError where it is no JSON */
function factsOf(stdout: string): Required<Facts> {
  const { users, items, pairs, steps, read, rows } = JSON.parse(stdout) as Told;
  const { options = {}, columns = [], notices = [], format = '' } = read?.log ?? {};
  return {
    users,
    items,
    pairs,
    steps,
    read: rows?.log.read ?? 0,
    kept: rows?.log.kept ?? 0,
    rejected: rejectedOf(rows?.log),
    rejectedItems: rejectedOf(rows?.items),
    format,
    encoding: String(options['encoding']?.value),
    delimiter: String(options['delimiter']?.value),
    header: options['header']?.value === true,
    unit: read?.time?.unit ?? '',
    first: dayOf(read?.time?.first),
    last: dayOf(read?.time?.last),
    roles: columns.map(({ column, role }) => `${role}=${column}`).join(' '),
    notices: notices.map(({ code }) => code),
    itemNotices: (read?.items?.notices ?? []).map(({ code }) => code),
  };
}

/** Facts that are others than they must be, each in a line. */
export function wrongFacts(stdout: string, expected: Facts): string[] {
  let facts: Required<Facts>;
  try {
    facts = factsOf(stdout);
  } catch (error) {
    return [`stdout is no report: ${error instanceof Error ? error.message : String(error)}`];
  }
  return (Object.keys(expected) as (keyof Facts)[])
    .filter((name) => !isDeepStrictEqual(facts[name], expected[name]))
    .map((name) => `${name} is ${JSON.stringify(facts[name])}, not ${JSON.stringify(expected[name])}`);
}
