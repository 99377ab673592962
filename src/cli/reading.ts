/**
 * What was read: how the files are written, what their columns mean, what was guessed and what was given, and which
 * rows were left out and why. In lines for stderr, and as `read` and `rows` of `--json`.
 */
import type { FileKind } from '../data/file-kinds';
import type { Notice } from '../data/notices';
import { isUnusable, unusableRows } from '../data/rejected-rows';
import { columnsSaid } from '../data/roles';
import type { Encoding, LogRole, RowReport, TableRole } from '../data/table';
import type { WeightFacts } from '../data/weight-facts';
import type { LogPreview, TablePreview } from '../lab/loading/data-source';
import type { DatasetSummary } from '../lab/loading/describe-data';
import { noticeSentence } from '../words/sentences';
import { reasonText } from '../words/sources';
import { COLUMNS_OF, type Flags } from './flags';
import { speech } from './speech';

type By = 'given' | 'guessed';

export interface ReadFile {
  file: string;
  /** Id of its format, and the options it was read with. */
  format: string;
  options: Readonly<Record<string, { value: string | boolean; by: By }>>;
  /** Those that are used. */
  columns: { column: string; role: LogRole | TableRole; encoding?: Encoding; by: By }[];
  unused: string[];
  /** What is unsure or left out, and should be looked at. */
  notices: readonly Notice[];
}

export interface Read {
  log: ReadFile;
  items: ReadFile | null;
  users: ReadFile | null;
}

/** What columns were told to mean, and how the files are written, by flags. */
type Given = Pick<Flags, 'columns' | 'items-columns' | 'users-columns' | 'dialects'>;

/** What is left of the rows; `shown`: as in `DatasetSummary`. */
type Used = Record<'users' | 'items' | 'events', number> & Pick<DatasetSummary, 'shown'>;

/** Null for a world, which is not read. `time`: in milliseconds since 1970. */
export interface Told {
  read: (Read & { time: (NonNullable<DatasetSummary['time']> & { by: By }) | null }) | null;
  rows: (Record<FileKind, RowReport | null> & { used: Used }) | null;
}

export function readOf(preview: LogPreview, roles: LogPreview['roles'], given: Given): Read {
  const { dialects = {} } = given;
  const fileOf = (
    table: TablePreview,
    own: readonly { column: string; role: LogRole | TableRole; encoding?: Encoding }[],
    kind: FileKind,
  ): ReadFile => {
    const { fileName, format, options, notices } = table;
    const said = columnsSaid(table, given[COLUMNS_OF[kind]] ?? '', kind);
    return {
      file: fileName,
      format,
      options: Object.fromEntries(
        Object.entries(options).map(([name, value]) => [
          name,
          { value, by: name in (dialects[kind] ?? {}) ? 'given' : 'guessed' },
        ]),
      ),
      columns: own
        .filter(({ role }) => role !== 'ignore')
        .map((one) => ({ ...one, by: said.has(one.column) ? 'given' : 'guessed' })),
      unused: own.filter(({ role }) => role === 'ignore').map(({ column }) => column),
      notices: notices.filter(
        ({ column: name }) => !own.some(({ column, role }) => column === name && role !== 'ignore'),
      ),
    };
  };
  const { log, items, users } = preview;
  return {
    log: fileOf(log, roles.log, 'log'),
    items: items && fileOf(items, roles.items ?? [], 'items'),
    users: users && fileOf(users, roles.users ?? [], 'users'),
  };
}

export function toldOf(
  read: Read,
  { items, users }: LogPreview,
  summary: DatasetSummary,
  { 'time-unit': unit }: Pick<Flags, 'time-unit'>,
): Told {
  return {
    read: { ...read, time: summary.time && { ...summary.time, by: unit ? 'given' : 'guessed' } },
    rows: {
      log: summary.report,
      items: items && items.report,
      users: users && users.report,
      used: { users: summary.users, items: summary.items, events: summary.events, shown: summary.shown },
    },
  };
}

const LABEL_WIDTH = 'columns'.length;
const labelled = (label: string, ...texts: readonly string[]): string =>
  `${label.padEnd(LABEL_WIDTH)}  ${parts(...texts)}`;

/** How the files are written and what their columns mean. @param preview for rows that the tables could not use */
export function readLines({ log, items, users }: Read, preview: LogPreview): string[] {
  const tables = (
    [
      ['items', items, preview.items],
      ['users', users, preview.users],
    ] as const
  ).flatMap(([kind, file, table]) =>
    file && table
      ? [
          labelled(
            kind,
            titleOf(file),
            ...byOrigin([...optionsOf(file), ...rolesOf(file)]),
            ...otherColumns(file),
            leftOut(table.report),
          ),
        ]
      : [],
  );
  return [
    labelled('log', titleOf(log), ...byOrigin(optionsOf(log))),
    labelled('columns', ...byOrigin(rolesOf(log)), ...otherColumns(log)),
    ...tables,
    ...[log, items, users].flatMap((file) =>
      (file?.notices ?? []).map((notice) =>
        labelled('note', `${shortened(file!.file)}: ${noticeSentence(notice, speech)}`),
      ),
    ),
  ];
}

/** What became of the rows of the log, and what is left of them. */
export function rowLines({ read, rows }: Told): string[] {
  if (!read || !rows?.log) return [];
  const { used } = rows;
  const { number } = speech;
  return [
    ...(read.time ? [labelled('time', timeText(read.time))] : []),
    rowsLine(rows.log),
    labelled('left', `${number(used.users)} users, ${number(used.items)} items, ${number(used.events)} events`),
    ...(used.shown ? [labelled('shown', shownText(used.shown))] : []),
  ];
}

const shownText = ({ train, validation, test }: NonNullable<Used['shown']>): string =>
  [`${speech.number(train)} rows not taken in training`, `${speech.number(validation)} in validation`]
    .concat(`${speech.number(test)} in test`)
    .join(', ');

/** "weights  mean 1, largest 7.25, 12.5% are 0, effective sample size 41.3% of the training rows" */
export function weightsLine({ mean, max, zeros, effective }: WeightFacts): string {
  const { number, percent } = speech;
  return labelled(
    'weights',
    `mean ${number(mean, 2)}`,
    `largest ${number(max, 2)}`,
    `${percent(zeros, 1)} are 0`,
    `effective sample size ${percent(effective, 1)} of the training rows`,
  );
}

export const rowsLine = (report: RowReport): string => labelled('rows', rowsText(report));

const rowsText = (report: RowReport): string =>
  parts(
    `${speech.number(report.read)} read, ${speech.number(report.kept)} usable`,
    report.filtered ? `${speech.number(report.filtered)} left out by --where` : '',
    leftOut(report),
    noted(report),
  );

/** Why rows could not be used, with the first lines of each reason. */
export const unusableText = (report: RowReport): string => reasons(report, isUnusable);

const leftOut = (report: RowReport): string => {
  const unusable = unusableRows(report);
  return unusable === 0 ? '' : `${speech.number(unusable)} left out: ${unusableText(report)}`;
};

const noted = (report: RowReport): string => {
  const said = reasons(report, (reason) => !isUnusable(reason));
  return said === '' ? '' : `usable all the same: ${said}`;
};

/** "too many cells × 380 (lines 3, 5, 7, …), unreadable time in “when” × 1 (line 9)" */
function reasons(
  { rejected }: RowReport,
  isAsked: (reason: RowReport['rejected'][number]['reason']) => boolean,
): string {
  return rejected
    .filter(({ reason }) => isAsked(reason))
    .map(({ reason, count, examples }) => {
      const [first] = examples;
      const where = first?.column === undefined ? '' : ` in ${quoted(first.column)}`;
      const lines = examples.map(({ line }) => String(line)).concat(count > examples.length ? ['…'] : []);
      return `${reasonText(reason, speech)}${where} × ${speech.number(count)} (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')})`;
    })
    .join(', ');
}

const titleOf = ({ file, format }: ReadFile): string =>
  `${shortened(file)}, ${speech.words.sources[format]?.title ?? format}`;

interface Said {
  by: By;
  text: string;
}

const optionsOf = ({ format, options }: ReadFile): Said[] =>
  Object.entries(options).map(([name, { value, by }]) => {
    const { label = name, values } = speech.words.sources[format]?.options[name] ?? {};
    return { by, text: `${label.charAt(0).toLowerCase()}${label.slice(1)} ${values?.[String(value)] ?? value}` };
  });

const rolesOf = ({ columns }: ReadFile): Said[] =>
  columns
    .filter(({ role }) => role !== 'field')
    .map(({ column, role, by }) => ({ by, text: `${roleName(role)} ${quoted(column)}` }));

/** Fields of a table, and what is not used. */
function otherColumns({ columns, unused }: ReadFile): string[] {
  const fields = columns.filter(({ role }) => role === 'field').map(({ column }) => quoted(column));
  return [
    fields.length === 0 ? '' : `fields ${some(fields)}`,
    unused.length === 0 ? '' : `not used: ${some(unused.map(quoted))}`,
  ];
}

const roleName = (role: LogRole | TableRole): string => ({ ...speech.words.tableRole, ...speech.words.role })[role];

/** "guessed: …" and "given: …", without one that is empty. */
const byOrigin = (named: readonly Said[]): string[] =>
  (['guessed', 'given'] as const).map((by) => {
    const texts = named.filter((one) => one.by === by).map(({ text }) => text);
    return texts.length === 0 ? '' : `${by}: ${some(texts)}`;
  });

function timeText({ column, unit, first, last, counted, by }: NonNullable<NonNullable<Told['read']>['time']>): string {
  return counted
    ? `${quoted(column)} (${by}) is the order of events, ${counted.first} to ${counted.last}, no dates`
    : `${quoted(column)} in ${speech.words.timeUnit[unit]} (${by}), ${dayOf(first)} to ${dayOf(last)}`;
}

/** "2014-03-01", or the number where it is no day of the calendar. */
function dayOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? `${milliseconds} ms` : date.toISOString().slice(0, 10);
}

/** At most so many names of one kind. */
const SHOWN = 8;

const parts = (...texts: readonly string[]): string => texts.filter(Boolean).join('; ');
const some = (texts: readonly string[]): string =>
  texts.length <= SHOWN
    ? texts.join(', ')
    : `${texts.slice(0, SHOWN).join(', ')} and ${speech.number(texts.length - SHOWN)} more`;

/** Characters of a name. */
const LONGEST = 60;
const shortened = (name: string): string => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);
const quoted = (name: string): string => `“${shortened(name)}”`;
