/**
 * From what a person chose (a world, or files with roles) to a data set; remembers parsed files so that roles can be
 * corrected without reading again.
 */
import { buildDataset, type Built } from '../../data/build-dataset';
import { type Dataset, DEFAULT_PROTOCOL } from '../../data/dataset';
import { FILE_KINDS, type FileKind } from '../../data/file-kinds';
import { guessNotices } from '../../data/guess-notices';
import type { Notice } from '../../data/notices';
import { flagOf } from '../../data/outcomes';
import { guessRoles } from '../../data/roles';
import { readTable } from '../../data/sources/readers';
import type { RowReport, Table } from '../../data/table';
import type { Truth } from '../../data/worlds/world';
import { worldById } from '../../data/worlds/worlds';
import type { Ask } from '../protocol';
import type { DataSource, Dialect, LogPreview, TablePreview } from './data-source';

const SHOWN_ROWS = 20;
const SHOWN_EXAMPLES = 5;

export interface Loaded {
  source: DataSource;
  /** What it was read from; null for a world. */
  files: Ask<'preview'> | null;
  dataset: Dataset;
  report: RowReport;
  time: Built['time'];
  truth: Truth | null;
}
/** A table with the id of the format it was read from. */
type Read = Awaited<ReturnType<typeof readTable>>;
/** Files that were read, with the question for them. */
interface ReadFiles {
  ask: Ask<'preview'>;
  read: Record<FileKind, Read | null> & { log: Read };
}
export type ReportLoading = (detail: 'reading' | 'encoding', fraction: number) => void;

export class Sources {
  private last: ReadFiles | null = null;
  /** The last file of each kind that was read to its end: which, and how it was written. */
  private readonly known: Partial<Record<FileKind, { of: string; read: Read }>> = {};

  /** @throws DataError at the file it is about; AbortError */
  async preview(ask: Ask<'preview'>, signal: AbortSignal, report: ReportLoading): Promise<LogPreview> {
    const files = await this.read(ask, signal, report);
    const tables = tablesOf(files);
    const roles = guessRoles(tables.log, tables.items, tables.users);
    const notices = guessNotices(tables, roles);
    const { log, items, users } = files.read;
    return {
      log: previewOf(log, notices.log),
      items: items && previewOf(items, notices.items),
      users: users && previewOf(users, notices.users),
      roles,
    };
  }

  private async read(ask: Ask<'preview'>, signal: AbortSignal, report: ReportLoading): Promise<ReadFiles> {
    const asked = FILE_KINDS.flatMap((kind) => {
      const [file, options] = [ask.files[kind], ask.dialects[kind] ?? {}];
      return file ? [{ kind, file, options, of: wayOf(file, options) }] : [];
    });
    const unread = asked.filter(({ kind, of }) => this.known[kind]?.of !== of);
    for (const [i, { kind, file, options, of }] of unread.entries()) {
      const onProgress = (fraction: number): void => report('reading', (i + fraction) / unread.length);
      const own = await readTable(file, { file: kind, options, signal, onProgress });
      signal.throwIfAborted();
      this.known[kind] = { of, read: own };
    }
    const readOf = (kind: FileKind): Read | null => (ask.files[kind] ? (this.known[kind]?.read ?? null) : null);
    const log = readOf('log');
    if (!log) throw new Error('there is no log among the files');
    this.last = { ask, read: { log, items: readOf('items'), users: readOf('users') } };
    return this.last;
  }

  /**
   * @param files of a source of files; null: those that were read last
   * @throws DataError; AbortError
   */
  async load(
    source: DataSource,
    signal: AbortSignal,
    report: ReportLoading,
    files: Ask<'preview'> | null = null,
  ): Promise<Loaded> {
    const onProgress = (fraction: number) => report('encoding', fraction);
    if (source.kind === 'world') {
      report('reading', 0);
      const world = worldById(source.id);
      const { log, items, users, roles, truth } = world.generate({ events: source.events, seed: source.seed });
      const built = await buildDataset({
        name: source.id,
        log,
        items,
        users,
        roles,
        protocol: {
          ...DEFAULT_PROTOCOL,
          split: source.split ?? DEFAULT_PROTOCOL.split,
          weight: source.weight ?? DEFAULT_PROTOCOL.weight,
        },
        seed: source.seed,
        signal,
        onProgress,
      });
      return { source, files: null, ...built, truth };
    }
    const read = files ? await this.read(files, signal, report) : this.last;
    if (!read) throw new Error('no file was read yet: ask for a preview first');
    const tables = tablesOf(read);
    const built = await buildDataset({
      name: source.name ?? tables.log.fileName,
      ...tables,
      roles: source.roles,
      // That of a stored run may be of before there was one of its conditions.
      protocol: { ...DEFAULT_PROTOCOL, ...source.protocol },
      seed: SPLIT_SEED,
      signal,
      onProgress,
    });
    return { source, files: read.ask, ...built, truth: null };
  }

  /** The log of a data set, as it was read. @throws DataError; AbortError */
  async logOf({ source, files }: Pick<Loaded, 'source' | 'files'>, signal: AbortSignal): Promise<Table> {
    if (source.kind === 'world') return worldById(source.id).generate({ events: source.events, seed: source.seed }).log;
    if (!files) throw new Error('internal: a data set of files has none');
    return (await this.read(files, signal, () => undefined)).read.log.table;
  }
}

const tablesOf = ({ read: { log, items, users } }: ReadFiles): Record<FileKind, Table | null> & { log: Table } => ({
  log: log.table,
  items: items?.table ?? null,
  users: users?.table ?? null,
});

/** Which file it is, as a file system tells them apart, and what was said of how it is written. */
const wayOf = ({ name, size, lastModified }: File, options: Dialect): string =>
  JSON.stringify([name, size, lastModified, options]);

/** Random splits are part of the protocol, not of a run: the same for every seed of training. */
const SPLIT_SEED = 7;

function previewOf({ format, table }: Read, guessed: readonly Notice[]): TablePreview {
  return {
    fileName: table.fileName,
    format,
    options: table.options,
    rows: table.rows,
    report: table.report,
    notices: [...(table.notices ?? []), ...guessed],
    columns: table.columns.map((column) => ({
      name: column.name,
      distinct: column.dictionary.length - 1,
      examples: column.dictionary.slice(1, 1 + SHOWN_EXAMPLES),
      flag: flagOf(column),
    })),
    head: Array.from({ length: Math.min(SHOWN_ROWS, table.rows) }, (_, row) =>
      table.columns.map(({ codes, dictionary }) => dictionary[codes[row] ?? 0] ?? ''),
    ),
  };
}
