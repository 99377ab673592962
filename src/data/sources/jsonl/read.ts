/** JSON Lines to a table: one flat object per line; a column for each key, in the order in which keys first come. */
import { DataError, type DataProblem } from '../../table';
import { settled } from '../damage';
import { openText } from '../decode';
import type { Read } from '../source';
import { TableBuilder } from '../table-builder';
import { parseFlat } from './flat';
import type jsonl from './source';

/** More keys than this are values that were written as keys. */
const MAX_COLUMNS = 1000;
/** Characters; a longer line has no end. */
const MAX_LINE = 1 << 20;
/** Of any system; a \r at the end of a piece may be half of one. */
const LINE_END = /\r\n|\n|\r(?!$)/;

const read: Read<(typeof jsonl)['options']> = async (source, { fileName, file, options, signal, onProgress }) => {
  signal?.throwIfAborted();
  const opened = await openText(source, { fileName, file, signal, ...options });
  const rows = new Rows(new TableBuilder(fileName, file));
  for await (const { text, fraction } of opened.pieces) {
    signal?.throwIfAborted();
    rows.push(text);
    onProgress?.(fraction);
  }
  rows.end();
  return settled(rows.table.finish({ encoding: opened.encoding }, ', '), opened, file);
};
export default read;

class Rows {
  readonly #columns = new Map<string, number>();
  #rest = '';
  #line = 0;
  #firstNested: { line: number; path: string } | null = null;

  constructor(readonly table: TableBuilder) {}

  push(text: string): void {
    const lines = (this.#rest + text).split(LINE_END);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#add(line);
    if (this.#rest.length > MAX_LINE)
      throw this.#problem('jsonl/endless-line', { characters: MAX_LINE, line: this.#line + 1 });
  }

  /** @throws DataError `empty-file`; `jsonl/nested` where no line can be used and one of them is not flat */
  end(): void {
    this.#add(this.#rest);
    if (this.table.rows === 0 && this.table.rejects.total === 0) throw this.#problem('empty-file', {});
    if (this.table.rows === 0 && this.#firstNested) throw this.#problem('jsonl/nested', this.#firstNested);
  }

  #add(text: string): void {
    const line = ++this.#line;
    if (text.trim() === '') return;
    const row = parseFlat(text);
    if (row.kind === 'row') this.table.add(this.#cellsOf(row.cells), line);
    else if (row.kind === 'not-object') this.table.rejects.add('jsonl/not-object', line, text.trim());
    else {
      this.#firstNested ??= { line, path: row.path };
      this.table.rejects.add('jsonl/nested', line, text.trim(), row.path);
    }
  }

  #cellsOf(row: ReadonlyMap<string, string>): string[] {
    const cells: string[] = [];
    for (const [key, cell] of row) {
      let at = this.#columns.get(key);
      if (at === undefined) {
        at = this.#columns.size;
        if (at === MAX_COLUMNS)
          throw this.#problem('jsonl/too-many-keys', { keys: MAX_COLUMNS, line: this.#line, path: key });
        this.#columns.set(key, at);
        this.table.addColumn(key || `c${at}`);
      }
      cells[at] = cell;
    }
    return cells;
  }

  #problem(code: DataProblem['code'], values: Record<string, string | number>): DataError {
    const { file, fileName } = this.table;
    return new DataError({ code, file, values: { file: fileName, ...values } });
  }
}
