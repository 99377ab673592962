/** Cells to dictionary-encoded columns, while a file streams by. */
import { DataError, type Column, type DataProblem } from '../table';

/** A Map of V8 holds at most 2^24 keys. */
const MAX_DISTINCT = 2 ** 24 - 1;

export class ColumnBuilder {
  readonly #dictionary = [''];
  readonly #known = new Map([['', 0]]);
  #codes: Uint32Array;
  #rows: number;
  // Logs repeat the cell above more often than not: user, day, device.
  #lastCell = '';
  #lastCode = 0;

  /** @param emptyRows rows that are there already, with an empty cell */
  constructor(
    readonly name: string,
    readonly file: DataProblem['file'],
    emptyRows = 0,
  ) {
    this.#rows = emptyRows;
    this.#codes = new Uint32Array(Math.max(1024, emptyRows));
  }

  /** @throws DataError `too-large` where a column has more distinct cells than can be told apart */
  add(cell: string): void {
    if (cell !== this.#lastCell) {
      this.#lastCode = this.#codeOf(trimmed(cell));
      this.#lastCell = cell;
    }
    if (this.#rows === this.#codes.length) {
      const grown = new Uint32Array(this.#rows * 2);
      grown.set(this.#codes);
      this.#codes = grown;
    }
    this.#codes[this.#rows++] = this.#lastCode;
  }

  build(): Column {
    return { name: this.name, dictionary: this.#dictionary, codes: this.#codes.slice(0, this.#rows) };
  }

  #codeOf(cell: string): number {
    const known = this.#known.get(cell);
    if (known !== undefined) return known;
    const code = this.#dictionary.length;
    if (code > MAX_DISTINCT)
      throw new DataError({
        code: 'too-large',
        file: this.file,
        values: { column: this.name, size: `${this.name}: > ${MAX_DISTINCT}` },
      });
    this.#known.set(cell, code);
    this.#dictionary.push(cell);
    return code;
  }
}

/** Spaces around a cell are never part of an id; looking before trimming keeps the common case free. */
function trimmed(cell: string): string {
  const last = cell.length - 1;
  return last >= 0 && (isSpace(cell.charCodeAt(0)) || isSpace(cell.charCodeAt(last))) ? cell.trim() : cell;
}

const isSpace = (code: number): boolean => code <= 0x20 || code === 0xa0 || code === 0x3000;
