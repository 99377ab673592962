/**
 * A delimited text file (CSV, TSV, `::`) to a table: streaming, with progress and cancel, in a worker of Chrome and in
 * Node alike.
 */
import { DataError, type DataProblem, type Table } from '../../table';
import { settled } from '../damage';
import { openText } from '../decode';
import type { Read } from '../source';
import { TableBuilder } from '../table-builder';
import { detectDialect, type TextDialect } from './dialect';
import { RowReader } from './rows';
import type csv from './source';

export interface ReadOptions {
  fileName: string;
  /** Which of the three files this is, for its problems; default 'log'. */
  file?: DataProblem['file'];
  /** What the person knows better than the detection. */
  delimiter?: string;
  header?: boolean;
  /** A label of the Encoding Standard: 'utf-8', 'gb18030', 'windows-1252'. */
  encoding?: string;
  /** Share of the file read so far, 0..1. */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** Characters that decide about delimiter and header. */
const SAMPLE = 256 * 1024;
/** Characters; a longer row has no end, and no string could hold it. */
const MAX_ROW = 1 << 28;
/** Characters; a longer first line begins no table. */
const MAX_FIRST_ROW = 1 << 24;

/**
 * Reads a whole file. Rows that do not have as many cells as the file has columns are counted in the report and left
 * out.
 *
 * @throws DataError `empty-file`, `header-only`, `not-text`, `no-valid-rows`, `undecodable`,
 * `csv/endless-line`, `csv/one-line`
 * @throws DOMException `AbortError` where the signal says so
 * @throws RangeError where `encoding` is not a known label
 */
export async function readDelimited(source: Blob | string, options: ReadOptions): Promise<Table> {
  const { fileName, file = 'log', encoding: said, signal } = options;
  signal?.throwIfAborted();
  const opened = await openText(source, { fileName, file, encoding: said, signal });

  let beginning = '';
  let rows: Rows | null = null;
  let isFirstRow = true;
  const refuse = (code: DataProblem['code'], values: Record<string, number>): never => {
    throw new DataError({ code, file, values: { file: fileName, ...values } });
  };
  for await (const { text, fraction } of opened.pieces) {
    signal?.throwIfAborted();
    if (rows !== null) rows.push(text);
    else {
      beginning += text;
      isFirstRow &&= isWithinLine(text);
      if (beginning.length > SAMPLE && !isFirstRow) rows = Rows.begin(beginning, false, options);
      else if (beginning.length > MAX_FIRST_ROW) refuse('csv/endless-line', { line: 1, characters: MAX_FIRST_ROW });
    }
    options.onProgress?.(fraction);
  }
  // A header alone is short.
  if (rows === null && beginning.length > SAMPLE && isWithinLine(beginning))
    refuse('csv/one-line', { characters: beginning.length });
  rows ??= Rows.begin(beginning, true, options);
  return settled(rows.finish(opened.encoding), opened, file);
}

/** Blank text begins no line, and so does not go on with one. */
function isWithinLine(text: string): boolean {
  const line = text.trim();
  return text === '' || (line !== '' && !/[\r\n]/.test(line));
}

class Rows {
  readonly #reader: RowReader;
  readonly #table: TableBuilder;

  constructor(
    readonly dialect: TextDialect,
    fileName: string,
    file: DataProblem['file'],
  ) {
    const { delimiter, newline, header, names } = dialect;
    const table = new TableBuilder(fileName, file);
    for (const name of names) table.addColumn(name);
    this.#table = table;
    this.#reader = new RowReader(
      { delimiter, newline, width: names.length, skip: header ? 1 : 0 },
      {
        row: (cells, line) => table.add(cells, line),
        bad: (reason, line, text) => table.rejects.add(reason, line, text),
      },
    );
  }

  static begin(text: string, whole: boolean, options: ReadOptions): Rows {
    const { fileName, file = 'log' } = options;
    const dialect = detectDialect(whole ? text : text.slice(0, SAMPLE), whole, options);
    if (dialect === null) throw new DataError({ code: 'empty-file', file, values: { file: fileName } });
    const rows = new Rows(dialect, fileName, file);
    rows.push(text);
    return rows;
  }

  /** @throws DataError `csv/endless-line` */
  push(text: string): void {
    this.#reader.push(text);
    const { fileName, file } = this.#table;
    if (this.#reader.unfinished > MAX_ROW)
      throw new DataError({
        code: 'csv/endless-line',
        file,
        values: { file: fileName, line: this.#reader.line, characters: MAX_ROW },
      });
  }

  finish(encoding: string): Table {
    this.#reader.end();
    const { delimiter, header } = this.dialect;
    return this.#table.finish({ delimiter, header, encoding }, delimiter);
  }
}

export default ((source, { options, ...ask }) => readDelimited(source, { ...ask, ...options })) satisfies Read<
  (typeof csv)['options']
>;
