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
import type { DataSource, LogPreview, TablePreview } from './data-source';

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
type Progress = (detail: 'reading' | 'encoding', fraction: number) => void;

export class Sources {
  /** Of the last preview, with the question it answered. */
  private read: { ask: Ask<'preview'>; tables: Record<FileKind, Table | null> & { log: Table } } | null = null;

  /** @throws DataError at the file it is about; AbortError */
  async preview(ask: Ask<'preview'>, signal: AbortSignal, progress: Progress): Promise<LogPreview> {
    const read: Record<FileKind, Read | null> = { log: null, items: null, users: null };
    const kinds = FILE_KINDS.filter((kind) => ask.files[kind] !== null);
    for (const [i, kind] of kinds.entries()) {
      const file = ask.files[kind];
      if (!file) continue;
      read[kind] = await readTable(file, {
        file: kind,
        options: ask.dialects[kind] ?? {},
        signal,
        onProgress: (fraction) => progress('reading', (i + fraction) / kinds.length),
      });
    }
    const { log, items, users } = read;
    if (!log) throw new Error('preview needs a log file');
    const tables = { log: log.table, items: items?.table ?? null, users: users?.table ?? null };
    this.read = { ask, tables };
    const roles = guessRoles(tables.log, tables.items, tables.users);
    const notices = guessNotices(tables, roles);
    return {
      log: previewOf(log, notices.log),
      items: items && previewOf(items, notices.items),
      users: users && previewOf(users, notices.users),
      roles,
    };
  }

  /** @throws DataError; AbortError */
  async load(source: DataSource, signal: AbortSignal, progress: Progress): Promise<Loaded> {
    const onProgress = (fraction: number) => progress('encoding', fraction);
    if (source.kind === 'world') {
      progress('reading', 0);
      const world = worldById(source.id);
      const { log, items, users, roles, truth } = world.generate({ events: source.events, seed: source.seed });
      const built = await buildDataset({
        name: source.id,
        log,
        items,
        users,
        roles,
        protocol: { ...DEFAULT_PROTOCOL, split: source.split ?? DEFAULT_PROTOCOL.split },
        seed: source.seed,
        signal,
        onProgress,
      });
      return { source, files: null, ...built, truth };
    }
    if (!this.read) throw new Error('no file was read yet: ask for a preview first');
    const { ask, tables } = this.read;
    const built = await buildDataset({
      name: source.name ?? tables.log.fileName,
      ...tables,
      roles: source.roles,
      protocol: source.protocol,
      seed: SPLIT_SEED,
      signal,
      onProgress,
    });
    return { source, files: ask, ...built, truth: null };
  }
}

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
