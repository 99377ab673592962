/**
 * A delimited text file (CSV, TSV, `::`) to a table: streaming, with progress and cancel, in a worker of Chrome and in
 * Node alike.
 */
import { Rejects } from '../../report';
import { DataError, type DataProblem, type Table } from '../../table';
import { ColumnBuilder } from './columns';
import { decode, detectEncoding, refuseBinary } from './decode';
import { detectDialect } from './dialect';
import { RowReader } from './rows';

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
const TEXT_PIECE = 1 << 20;

/**
 * Reads a whole file. Rows that do not have as many cells as the file has columns are counted in the report and left
 * out.
 *
 * @throws DataError `empty-file`, `header-only`, `not-text`, `no-valid-rows`, `too-large`
 * @throws DOMException `AbortError` where the signal says so
 * @throws RangeError where `encoding` is not a known label
 */
export async function readDelimited(source: Blob | string, options: ReadOptions): Promise<Table> {
  const file = options.file ?? 'log';
  const { fileName, signal } = options;
  signal?.throwIfAborted();
  const { encoding, pieces } = await open(source, file, options);

  let beginning = '';
  let build: TableBuilder | null = null;
  for await (const { text, fraction } of pieces) {
    signal?.throwIfAborted();
    if (build !== null) build.push(text);
    else {
      beginning += text;
      if (beginning.length > SAMPLE) build = TableBuilder.begin(beginning, false, file, options);
    }
    options.onProgress?.(fraction);
  }
  build ??= TableBuilder.begin(beginning, true, file, options);
  return build.finish(fileName, encoding);
}

type Pieces = AsyncIterable<{ text: string; fraction: number }>;

async function open(
  source: Blob | string,
  file: DataProblem['file'],
  options: ReadOptions,
): Promise<{ encoding: string; pieces: Pieces }> {
  if (typeof source === 'string') return { encoding: 'utf-8', pieces: cut(source) };
  if (source.size === 0) throw new DataError({ code: 'empty-file', file, values: { file: options.fileName } });
  await refuseBinary(source, file, options.fileName);
  const encoding = options.encoding ?? (await detectEncoding(source, options.signal));
  return { encoding, pieces: decode(source, encoding, options.signal) };
}

async function* cut(text: string): Pieces {
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at += TEXT_PIECE) {
    yield { text: text.slice(at, at + TEXT_PIECE), fraction: Math.min(1, (at + TEXT_PIECE) / text.length) };
  }
}

class TableBuilder {
  readonly #columns: ColumnBuilder[];
  readonly #rejects = new Rejects();
  readonly #reader: RowReader;
  #line = new Uint32Array(1024);
  #rows = 0;

  private constructor(
    readonly delimiter: string,
    readonly newline: '\n' | '\r',
    readonly header: boolean,
    names: readonly string[],
    readonly file: DataProblem['file'],
  ) {
    this.#columns = names.map((name) => new ColumnBuilder(name, file));
    this.#reader = new RowReader(
      { delimiter, newline, width: names.length, skip: header ? 1 : 0 },
      {
        row: (cells, line) => this.#add(cells, line),
        bad: (reason, line, text) => this.#rejects.add(reason, line, text),
      },
    );
  }

  static begin(text: string, whole: boolean, file: DataProblem['file'], options: ReadOptions): TableBuilder {
    const dialect = detectDialect(whole ? text : text.slice(0, SAMPLE), whole, options);
    if (dialect === null) throw new DataError({ code: 'empty-file', file, values: { file: options.fileName } });
    const builder = new TableBuilder(dialect.delimiter, dialect.newline, dialect.header, dialect.names, file);
    builder.push(text);
    return builder;
  }

  push(text: string): void {
    this.#reader.push(text);
  }

  finish(fileName: string, encoding: string): Table {
    this.#reader.end();
    const rejected = this.#rejects.list();
    if (this.#rows === 0) {
      const first = rejected[0]?.examples[0];
      throw new DataError(
        first === undefined
          ? { code: 'header-only', file: this.file, values: { file: fileName } }
          : {
              code: 'no-valid-rows',
              file: this.file,
              values: {
                file: fileName,
                rows: this.#rejects.total,
                reason: rejected[0]!.reason,
                line: first.line,
                text: first.text,
              },
            },
      );
    }
    return {
      fileName,
      columns: this.#columns.map((column) => column.build()),
      rows: this.#rows,
      line: this.#line.slice(0, this.#rows),
      dialect: { delimiter: this.delimiter, header: this.header, encoding },
      report: { read: this.#rows + this.#rejects.total, kept: this.#rows, rejected },
    };
  }

  #add(cells: readonly string[], line: number): void {
    for (let c = 0; c < this.#columns.length; c++) this.#columns[c]!.add(cells[c]!);
    if (this.#rows === this.#line.length) {
      const grown = new Uint32Array(this.#rows * 2);
      grown.set(this.#line);
      this.#line = grown;
    }
    this.#line[this.#rows++] = line;
  }
}
