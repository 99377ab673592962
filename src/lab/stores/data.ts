/** What is known of the data: the loaded set, and the upload that is being prepared. */
import { createStore } from 'zustand/vanilla';
import { DEFAULT_PROTOCOL, type Protocol } from '../../data/dataset';
import type { FileKind } from '../../data/file-kinds';
import type { DataProblem, LogColumn, Roles, TableColumn } from '../../data/table';
import type { Counting } from '../evaluate/baseline-count';
import type { Answer } from '../protocol';
import type { DataSource, Dialect, LogPreview, UploadedFiles } from '../loading/data-source';
import type { DatasetSummary } from '../loading/describe-data';
import type { Upload } from '../runs/storage';

export interface DataState {
  worlds: Answer<'worlds'>;
  summary: DatasetSummary | null;
  /** Where `summary` came from. */
  source: DataSource | null;
  /** How far the count of the baselines is; null where none is under way. */
  counting: Counting | null;
  /** A read or a load is under way. */
  busy: 'preview' | 'load' | null;
  files: UploadedFiles;
  dialects: { log?: Dialect; items?: Dialect; users?: Dialect };
  preview: LogPreview | null;
  /** How the files of the preview were read. */
  readAs: DataState['dialects'];
  /** The guess of the preview, as corrected by the person. */
  roles: Roles | null;
  protocol: Protocol;
  /** The person said that every row is a positive, though a label says of each whether it is one. */
  allPositive: boolean;
  /** What the person calls the data set; '' for the name of its log. */
  name: string;
  problem: DataProblem | null;
  /** Names of files that were dropped and found no place. */
  unplaced: readonly string[];
}

const NO_FILES: UploadedFiles = { log: null, items: null, users: null };

export const createDataStore = () =>
  createStore<
    DataState & {
      setFile(key: FileKind, file: File | null): void;
      setDialect(key: FileKind, change: Dialect): void;
      setLogColumn(column: string, change: Partial<LogColumn>): void;
      setTableColumn(table: 'items' | 'users', column: string, change: Partial<TableColumn>): void;
      setProtocol(change: Partial<Protocol>): void;
      showPreview(preview: LogPreview, readAs?: DataState['dialects']): void;
      /** Files without a preview are not chosen, the others are read as they were. */
      leaveUnread(): void;
    }
  >()((set) => ({
    worlds: [],
    summary: null,
    source: null,
    counting: null,
    busy: null,
    files: NO_FILES,
    dialects: {},
    preview: null,
    readAs: {},
    roles: null,
    protocol: DEFAULT_PROTOCOL,
    allPositive: false,
    name: '',
    problem: null,
    unplaced: [],
    setFile: (key, file) =>
      set(({ files, dialects, preview, roles }) => ({
        files: { ...files, [key]: file },
        // What a person said about the old file, its dialect and its columns, says nothing about the new one.
        dialects: { ...dialects, [key]: undefined },
        preview: key === 'log' ? null : preview && { ...preview, [key]: null },
        roles: key === 'log' ? null : roles && { ...roles, [key]: null },
        ...(key === 'log' ? { allPositive: false, name: '' } : {}),
        problem: null,
        unplaced: [],
      })),
    setDialect: (key, change) =>
      set(({ dialects }) => ({ dialects: { ...dialects, [key]: { ...dialects[key], ...change } } })),
    setLogColumn: (column, change) =>
      set(({ roles }) => ({
        problem: null,
        roles: roles && {
          ...roles,
          log: roles.log.map((c) => (c.column === column ? { ...c, ...change } : takesRole(c, change))),
        },
      })),
    setTableColumn: (table, column, change) =>
      set(({ roles }) => ({
        problem: null,
        roles: roles && {
          ...roles,
          [table]: (roles[table] ?? []).map((c) =>
            c.column === column
              ? { ...c, ...change }
              : change.role === 'id' && c.role === 'id'
                ? { ...c, role: 'ignore' as const }
                : c,
          ),
        },
      })),
    setProtocol: (change) => set(({ protocol }) => ({ protocol: { ...protocol, ...change }, problem: null })),
    showPreview: (preview, readAs = {}) =>
      set(({ roles }) => ({
        preview,
        readAs,
        roles: {
          log: kept(roles?.log, preview.roles.log),
          items: kept(roles?.items, preview.roles.items),
          users: kept(roles?.users, preview.roles.users),
        },
        problem: null,
      })),
    leaveUnread: () =>
      set(({ files, dialects, preview, readAs }) => {
        // Tables wait for their log: they are read after it.
        const kept = (key: FileKind): boolean => (preview ? preview[key] !== null : key !== 'log');
        return {
          files: {
            log: kept('log') ? files.log : null,
            items: kept('items') ? files.items : null,
            users: kept('users') ? files.users : null,
          },
          dialects: preview ? readAs : { ...dialects, log: undefined },
        };
      }),
  }));

/** The files that the preview shows, as they were read; null before there is one. */
export const previewed = ({ preview, files, readAs }: Pick<DataState, 'preview' | 'files' | 'readAs'>): Upload | null =>
  preview && {
    files: { log: files.log, items: preview.items && files.items, users: preview.users && files.users },
    dialects: readAs,
  };

/** A label of zeros and ones: rows of zeros are no positives. */
export interface FlagLabel {
  column: string;
  zeros: number;
  ones: number;
}

/** Labels of which somebody has to say whether their zeros are trained on. */
export const flagLabels = ({ preview, roles }: Pick<DataState, 'preview' | 'roles'>): FlagLabel[] =>
  (roles?.log ?? []).flatMap(({ column, role }) => {
    const flag = role === 'label' ? preview?.log.columns.find(({ name }) => name === column)?.flag : null;
    return flag ? [{ column, ...flag }] : [];
  });

const saysPositives = ({ where, positives }: Protocol): boolean => (where + positives).trim() !== '';

/** Nobody has said yet which rows are positives, though labels tell them apart. */
export const asksForPositives = (data: Pick<DataState, 'preview' | 'roles' | 'protocol' | 'allPositive'>): boolean =>
  flagLabels(data).length > 0 && !saysPositives(data.protocol) && !data.allPositive;

/** A new preview guesses anew; what a person has corrected stands as long as the file has the same columns. */
const kept = <C extends { column: string }, G extends C[] | null>(said: C[] | null | undefined, guessed: G): C[] | G =>
  said && guessed && said.length === guessed.length && said.every(({ column }, i) => column === guessed[i]?.column)
    ? said
    : guessed;

/** User, item and time are said of one column only: giving the role to another column takes it from the first. */
const takesRole = (column: LogColumn, change: Partial<LogColumn>): LogColumn =>
  change.role === column.role && (change.role === 'user' || change.role === 'item' || change.role === 'time')
    ? { ...column, role: 'ignore' }
    : column;

export type DataStore = ReturnType<typeof createDataStore>;
