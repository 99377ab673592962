/** From what a person chose (a world, or files with roles) to a data set; remembers parsed files so that roles can be corrected without reading again. */
import { buildDataset } from '../data/build';
import type { Dataset } from '../data/dataset';
import { DEFAULT_PROTOCOL } from '../data/dataset';
import { guessRoles } from '../data/roles';
import { readDelimited } from '../data/sources/csv/read';
import type { RowReport, Table } from '../data/table';
import type { Truth } from '../data/worlds/world';
import { worldById } from '../data/worlds/worlds';
import type { Ask, DataSource, LogPreview, TablePreview } from './protocol';

const SHOWN_ROWS = 20;
const SHOWN_EXAMPLES = 5;

export type FileKind = 'log' | 'items' | 'users';
export interface Loaded { source: DataSource; dataset: Dataset; report: RowReport; truth: Truth | null }
type Progress = (detail: 'reading' | 'encoding', fraction: number) => void;

export class Sources {
  /** The question the tables below answer. */
  asked: Ask<'preview'> | null = null;
  private tables: Record<FileKind, Table | null> = { log: null, items: null, users: null };

  /** @throws DataError at the file it is about; AbortError */
  async preview(ask: Ask<'preview'>, signal: AbortSignal, progress: Progress): Promise<LogPreview> {
    const tables: Record<FileKind, Table | null> = { log: null, items: null, users: null };
    const kinds = (['log', 'items', 'users'] as const).filter((kind) => ask.files[kind] !== null);
    for (const [i, kind] of kinds.entries()) {
      const file = ask.files[kind];
      if (!file) continue;
      tables[kind] = await readDelimited(file, {
        ...ask.dialects[kind], fileName: file.name, file: kind, signal,
        onProgress: (fraction) => progress('reading', (i + fraction) / kinds.length),
      });
    }
    const { log, items, users } = tables;
    if (!log) throw new Error('preview needs a log file');
    this.tables = tables;
    this.asked = ask;
    return {
      log: previewOf(log), items: items && previewOf(items), users: users && previewOf(users),
      roles: guessRoles(log, items, users),
    };
  }

  /** @param seed of splits that draw; @throws DataError */
  async load(source: DataSource, progress: Progress): Promise<Loaded> {
    const onProgress = (fraction: number) => progress('encoding', fraction);
    if (source.kind === 'world') {
      progress('reading', 0);
      const world = worldById(source.id);
      const { log, items, users, roles, truth } = world.generate({ events: source.events, seed: source.seed });
      const built = await buildDataset({ name: source.id, log, items, users, roles, protocol: DEFAULT_PROTOCOL, seed: source.seed, onProgress });
      return { source, ...built, truth };
    }
    const { log, items, users } = this.tables;
    if (!log) throw new Error('no file was read yet: ask for a preview first');
    const built = await buildDataset({ name: log.fileName, log, items, users, roles: source.roles, protocol: source.protocol, seed: SPLIT_SEED, onProgress });
    return { source, ...built, truth: null };
  }
}

/** Random splits are part of the protocol, not of a run: the same for every seed of training. */
const SPLIT_SEED = 7;

function previewOf(table: Table): TablePreview {
  return {
    fileName: table.fileName, dialect: table.dialect, rows: table.rows, report: table.report,
    columns: table.columns.map(({ name, dictionary }) => ({ name, distinct: dictionary.length - 1, examples: dictionary.slice(1, 1 + SHOWN_EXAMPLES) })),
    head: Array.from({ length: Math.min(SHOWN_ROWS, table.rows) }, (_, row) => table.columns.map(({ codes, dictionary }) => dictionary[codes[row] ?? 0] ?? '')),
  };
}
