/** The data a command works on: files with the roles of their columns, or a world. */
import { DEFAULT_PROTOCOL, type Protocol } from '../data/dataset';
import { applyColumns, applyTableColumns } from '../data/roles';
import type { Roles, RowReport, TableColumn } from '../data/table';
import type { Lab } from '../lab/protocol';
import { flagLabels, type FlagLabel } from '../lab/stores/data';
import { COLUMNS_OF, type Flags } from './flags';
import { UsageError } from './usage-error';
import { findWorld, WORLD_SEED } from './commands/worlds/worlds';
import { refuseUnused } from './format-flags';
import { openFile } from './input';
import { readLines, readOf, rowLines, rowsLine, toldOf, unusableText, weightsLine, type Told } from './reading';
import { say } from './terminal';
import { FILE_KINDS, type FileKind } from '../data/file-kinds';
import { unusableRows } from '../data/rejected-rows';
import { sourceById } from '../data/sources/sources';
import type { LogPreview, TablePreview } from '../lab/loading/data-source';
import { LabRefusal } from '../lab/failure';
import type { DatasetSummary } from '../lab/loading/describe-data';
import { allPositive, fewEffective } from '../words/sentences';
import { speech } from './speech';

/** A data set, with what is told of how it was read. */
export interface LoadedData extends DatasetSummary {
  told: Told;
}

/**
 * Says on stderr what was read of files, what was guessed and what was left out.
 * @param warn told what will be trained on and is hardly meant
 * @throws UsageError, also where more rows than `--max-bad` cannot be used; and whatever the lab refuses about a file
 */
export async function loadData(
  lab: Lab,
  flags: Flags,
  where: string,
  warn: (line: string) => void = () => undefined,
): Promise<LoadedData> {
  if (flags.world !== undefined) {
    const { world, events } = findWorld(where, flags.world, flags.events);
    const source = {
      kind: 'world' as const,
      id: world.id,
      events,
      seed: flags['world-seed'] ?? WORLD_SEED,
      ...(flags.split ? { split: flags.split } : {}),
      ...(flags.weight ? { weight: flags.weight } : {}),
    };
    const summary = await lab.ask('load', { source });
    sayWeights(summary, warn);
    return { ...summary, told: { read: null, rows: null } };
  }
  const open = async (flag: FileKind) => (flags[flag] === undefined ? null : openFile(`--${flag}`, flags[flag]));
  const files = { log: await open('log'), items: await open('items'), users: await open('users') };
  return sayingWhy(async () => {
    const preview = await lab.ask('preview', { files, dialects: flags.dialects ?? {} });
    refuseUnused(flags.dialects ?? {}, (option) => FILE_KINDS.some((kind) => hasOption(preview[kind], option)));
    const [roles, protocol] = [rolesOf(preview, flags), protocolOf(flags)];
    const read = readOf(preview, roles, flags);
    for (const line of readLines(read, preview)) say(line);
    for (const kind of FILE_KINDS) if (preview[kind]) refuseBad(kind, preview[kind].report, flags);
    if (protocol.where === '' && protocol.positives === '')
      for (const line of zerosTrained(flagLabels({ preview, roles }))) warn(line);
    const summary = await lab.ask('load', { source: { kind: 'files', roles, protocol } });
    const told = toldOf(read, preview, summary, flags);
    for (const line of rowLines(told)) say(line);
    sayWeights(summary, warn);
    const all = allPositive(summary, speech);
    if (all) warn(`--positives: ${all}`);
    refuseBad('log', summary.report, flags);
    return { ...summary, told };
  });
}

/** How the weights of the training rows are spread, and a warning where few rows have nearly all of it. */
function sayWeights({ rowWeights }: DatasetSummary, warn: (line: string) => void): void {
  if (!rowWeights) return;
  say(weightsLine(rowWeights));
  const few = fewEffective(rowWeights, speech);
  if (few) warn(few);
}

const hasOption = (table: TablePreview | null, option: string): boolean =>
  table !== null && option in (sourceById(table.format)?.options ?? {});

/** Where no row could be used, the rows with their reasons come before the refusal. */
async function sayingWhy<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const problem = error instanceof LabRefusal ? error.failure.problem : null;
    if (problem && 'report' in problem && problem.report) say(rowsLine(problem.report));
    throw error;
  }
}

/**
 * A file of which most rows cannot be used is not dirty but read wrongly, by another delimiter or encoding say; a
 * smaller share is told and left out.
 */
const MAX_BAD = 0.5;

/** @throws UsageError */
function refuseBad(kind: FileKind, report: RowReport, flags: Flags): void {
  const { 'max-bad': most = MAX_BAD } = flags;
  const [bad, all] = [unusableRows(report), report.kept + unusableRows(report)];
  if (bad <= most * all) return;
  const { number } = speech;
  throw new UsageError(
    `--${kind} "${flags[kind] ?? ''}": ${number(bad)} of ${number(all)} rows cannot be used, more than the ${number(100 * most)}% that --max-bad allows: ${unusableText(report)}`,
  );
}

/** One line, however many labels there are. */
function zerosTrained(labels: readonly FlagLabel[]): string[] {
  const [first] = labels;
  if (!first) return [];
  const { words, fill, number, line } = speech;
  const zeros = labels.map(({ column, zeros, ones }) =>
    fill(words.data.zerosOfLabel, { column, zeros: number(zeros), rows: number(zeros + ones) }),
  );
  return [fill(words.data.zerosTrained, { labels: line(...zeros), column: first.column })];
}

function rolesOf({ roles, log, items, users }: LogPreview, flags: Flags): Roles {
  const { 'time-unit': unit } = flags;
  const said = saidBy('log', () => applyColumns(roles, log, flags.columns ?? ''));
  const ofTable = (kind: 'items' | 'users', table: TablePreview | null): TableColumn[] | null =>
    table && saidBy(kind, () => applyTableColumns(roles[kind] ?? [], table, flags[COLUMNS_OF[kind]] ?? '', kind));
  return {
    log: unit === undefined ? said.log : said.log.map((one) => (one.role === 'time' ? { ...one, unit } : one)),
    items: ofTable('items', items),
    users: ofTable('users', users),
  };
}

/** @throws UsageError naming the flag */
function saidBy<T>(kind: FileKind, apply: () => T): T {
  try {
    return apply();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--${COLUMNS_OF[kind]}: ${error.message}`);
    throw error;
  }
}

export function protocolOf(flags: Flags): Protocol {
  return {
    split: flags.split ?? DEFAULT_PROTOCOL.split,
    repeats: flags.repeats ?? DEFAULT_PROTOCOL.repeats,
    ties: flags.ties ?? DEFAULT_PROTOCOL.ties,
    minItemEvents: flags['min-item-events'] ?? DEFAULT_PROTOCOL.minItemEvents,
    minUserEvents: flags['min-user-events'] ?? DEFAULT_PROTOCOL.minUserEvents,
    keepSeen: flags['keep-seen'] ?? DEFAULT_PROTOCOL.keepSeen,
    where: flags.where ?? DEFAULT_PROTOCOL.where,
    positives: flags.positives ?? DEFAULT_PROTOCOL.positives,
    weight: flags.weight ?? DEFAULT_PROTOCOL.weight,
  };
}
