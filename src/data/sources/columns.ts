/** Cells to dictionary-encoded columns, while a file streams by. */
import type { Column } from '../table';

/** A Map of V8 holds at most 2^24 keys; a cell in two forms needs two at once. */
const MAX_DISTINCT = 2 ** 24 - 2;
/** Cells of a column with more of them that are kept: enough to recognise and to show it. */
const KEPT_OF_CUT = 2000;

export class ColumnBuilder {
  #dictionary = [''];
  readonly #known = new Map([['', 0]]);
  /** Those of the known cells that are not in their composed form. */
  readonly #otherForms = new Set<string>();
  #codes: Uint32Array;
  #rows: number;
  #isCut = false;
  // Logs repeat the cell above more often than not: user, day, device.
  #lastCell = '';
  #lastCode = 0;
  #lastIsOtherForm = false;

  /**
   * @param emptyRows rows that are there already, with an empty cell
   * @param maxDistinct with more distinct cells the column is cut
   */
  constructor(
    readonly name: string,
    emptyRows = 0,
    readonly maxDistinct = MAX_DISTINCT,
  ) {
    this.#rows = emptyRows;
    this.#codes = new Uint32Array(Math.max(64, emptyRows));
  }

  /**
   * One letter may be written as one character or as two, é or e with an accent: cells that differ in this alone are
   * the same cell (Unicode's NFC).
   * @returns whether the cell was written in another form than it is kept in
   */
  add(cell: string): boolean {
    if (cell !== this.#lastCell) {
      this.#lastCell = cell;
      const bare = trimmed(cell);
      this.#lastCode = this.#codeOf(bare);
      this.#lastIsOtherForm = this.#otherForms.size > 0 && this.#otherForms.has(bare);
    }
    if (this.#rows === this.#codes.length) {
      const grown = new Uint32Array(this.#rows * 2);
      grown.set(this.#codes);
      this.#codes = grown;
    }
    this.#codes[this.#rows++] = this.#lastCode;
    return this.#lastIsOtherForm;
  }

  build(): Column {
    const column = { name: this.name, dictionary: this.#dictionary, codes: this.#codes.slice(0, this.#rows) };
    return this.#isCut ? { ...column, isCut: true } : column;
  }

  #codeOf(cell: string): number {
    const known = this.#known.get(cell);
    if (known !== undefined || this.#isCut) return known ?? 0;
    if (this.#known.size > this.maxDistinct) {
      this.#cut();
      return 0;
    }
    const composed = BEYOND_ASCII.test(cell) ? cell.normalize('NFC') : cell;
    const isOtherForm = composed !== cell;
    const code = isOtherForm ? this.#codeOf(composed) : this.#dictionary.length;
    if (isOtherForm) this.#otherForms.add(cell);
    else this.#dictionary.push(cell);
    if (!this.#isCut) this.#known.set(cell, code);
    return code;
  }

  /** Nothing can tell its cells apart any more; whether that matters is known once it is used. */
  #cut(): void {
    this.#isCut = true;
    this.#dictionary = this.#dictionary.slice(0, 1 + KEPT_OF_CUT);
    this.#known.clear();
    this.#otherForms.clear();
    for (let row = 0; row < this.#rows; row++) if (this.#codes[row]! > KEPT_OF_CUT) this.#codes[row] = 0;
  }
}

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** Spaces around a cell are never part of an id; looking before trimming keeps the common case free. */
function trimmed(cell: string): string {
  const last = cell.length - 1;
  return last >= 0 && (isSpace(cell.charCodeAt(0)) || isSpace(cell.charCodeAt(last))) ? cell.trim() : cell;
}

const isSpace = (code: number): boolean => code <= 0x20 || code === 0xa0 || code === 0x3000;
