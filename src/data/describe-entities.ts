/** What a user or item table says about the users or items of the log: fields, titles, notes. */
import { isMissing, isNumber } from './read-cell';
import type { Field } from './dataset';
import { cutBag } from './fields/bag';
import { encodeField } from './fields/encode';
import { suggestEncoding } from './fields/guess';
import { textFields } from './fields/texts';
import { codesOf, indexOfIds, joinIds, type Joined } from './join-ids';
import { summarisesLog } from './leak';
import { readNumbers } from './numbers';
import { contradictingRows } from './repeated-ids';
import { DataError, type Column, type Table, type TableColumn } from './table';

export interface Entities {
  kind: 'user' | 'item';
  ids: readonly string[];
  /** [entities] 1 where the user or item has a training event. */
  training: Uint8Array;
  /** [entities] events in the whole log, held-out ones and those filtered away included. */
  events: Uint32Array;
}

export interface Described {
  fields: Field[];
  /** Trigrams and tokens of the text columns. */
  texts: Field[];
  titles: string[];
  notes: string[];
  /** Whether the table has a row for this id. */
  knows: (id: string) => boolean;
  /** Rows of the table whose id came before with other values: line, and id. */
  repeated: readonly { line: number; id: string }[];
}

/** Without a table a user or item is called by its id. */
export const undescribed = ({ ids }: Entities): Described => ({
  fields: [],
  texts: [],
  titles: [...ids],
  notes: ids.map(() => ''),
  knows: () => true,
  repeated: [],
});

/** @throws DataError `no-column`, `no-id-column`, `no-joined-rows` */
export function describe(entities: Entities, table: Table, roles: readonly TableColumn[]): Described {
  const file = entities.kind === 'item' ? 'items' : 'users';
  const columns = roles
    .filter(({ role }) => role !== 'ignore')
    .map((spec) => ({ ...spec, ...resolve(table, spec, file) }));
  const id = columns.find(({ role }) => role === 'id');
  if (id === undefined)
    throw new DataError({
      code: 'no-id-column',
      file,
      values: { file: table.fileName, table: file, columns: table.columns.map(({ name }) => name).join(', ') },
    });
  const joined = joinIds(entities.ids, id.source);
  if (joined.found === 0) {
    throw new DataError({
      code: 'no-joined-rows',
      file,
      values: {
        file: table.fileName,
        table: file,
        column: id.column,
        logId: entities.ids[0] ?? '',
        tableId: id.source.dictionary[1] ?? '',
      },
    });
  }
  const title = columns.find(({ role }) => role === 'title');
  const read = columns
    .filter(({ role }) => role !== 'id' && (role !== 'title' || entities.kind === 'item'))
    .map((column) => ({
      ...column,
      cells: {
        dictionary: column.source.dictionary,
        codes: codesOf(column.source, joined),
        training: entities.training,
      },
    }));
  const fields = read.flatMap(({ role, source, encoding, separator, cells }): Field[] => {
    // A title is shown as it stands and learnt from as words.
    const field =
      role === 'title'
        ? encodeField(`${source.name} words`, entities.kind, cells, 'words')
        : encodeField(source.name, entities.kind, cells, encoding, separator);
    if (field === null) return [];
    const read = readNumbers(source.dictionary);
    const numbers = Float64Array.from(cells.codes, (code) => read[code]!);
    return [
      {
        ...field,
        ...(entities.kind === 'item' && field.kind === 'numeric' ? { numbers: Float32Array.from(numbers) } : {}),
        ...(role === 'field' && summarisesLog(numbers, entities.events) ? { warning: 'summary-of-log' as const } : {}),
      },
    ];
  });
  const texts = read
    .filter(({ role, encoding }) => role === 'title' || encoding === 'words')
    .flatMap(({ source, cells }) => textFields(source.name, entities.kind, cells));
  const find = indexOfIds(id.source.dictionary);
  const used = columns.filter((column) => column !== id).map(({ source }) => source);
  return {
    fields,
    texts,
    titles: titlesOf(entities.ids, title?.source, joined),
    notes: notesOf(columns, joined),
    knows: (id) => find(id) !== undefined,
    repeated: contradictingRows(id.source, used).map((row) => ({
      line: table.line[row]!,
      id: id.source.dictionary[id.source.codes[row]!]!,
    })),
  };
}

interface Resolved {
  source: Column;
  encoding: NonNullable<TableColumn['encoding']>;
  separator?: string;
}

/** The column behind a name and, where the person left it open, the encoding its cells suggest. */
function resolve(table: Table, { column, encoding, separator }: TableColumn, file: 'items' | 'users'): Resolved {
  const source = table.columns.find(({ name }) => name === column);
  if (source === undefined)
    throw new DataError({
      code: 'no-column',
      file,
      values: { column, columns: table.columns.map(({ name }) => name).join(', ') },
    });
  const suggested =
    encoding === undefined || (encoding === 'bag' && separator === undefined) ? suggestEncoding(source) : null;
  const resolved: Resolved = { source, encoding: encoding ?? suggested?.encoding ?? 'categorical' };
  const cut = separator ?? suggested?.separator;
  return cut === undefined ? resolved : { ...resolved, separator: cut };
}

function titlesOf(ids: readonly string[], source: Column | undefined, joined: Joined): string[] {
  if (source === undefined) return [...ids];
  const codes = codesOf(source, joined);
  return ids.map((id, i) => (isMissing(source.dictionary[codes[i]!]!) ? id : source.dictionary[codes[i]!]!));
}

/** The first field that reads as words: a category, genres. Codes say nothing to a person. */
function notesOf(columns: readonly (TableColumn & Resolved)[], joined: Joined): string[] {
  const readable = columns.find(
    ({ role, encoding, source }) =>
      role === 'field' &&
      (encoding === 'categorical' || encoding === 'bag') &&
      source.dictionary.some((cell) => !isMissing(cell) && !isNumber(cell)),
  );
  if (readable === undefined) return Array.from(joined.row, () => '');
  const notes = readable.source.dictionary.map((cell) =>
    isMissing(cell) ? '' : readable.encoding === 'bag' ? cutBag(cell, readable.separator ?? '|').join(', ') : cell,
  );
  return Array.from(codesOf(readable.source, joined), (code) => notes[code]!);
}
