/**
 * Delimited text to rows, as it streams by. Where RFC 4180 and real files part, this reader loses one line and no more:
 * a general CSV parser (Papa Parse among them) lets a quote that is never closed swallow everything up to the next
 * quote or the end of the file.
 */
import type { RejectReason } from '../../table';

export interface RowSink {
  /** @param line of the file on which the row starts, 1 = the first */
  row(cells: readonly string[], line: number): void;
  bad(reason: RejectReason, line: number, text: string): void;
}

export interface RowFormat {
  /** One or more characters. */
  delimiter: string;
  /**
   * Cells per row; null accepts every number. Empty cells beyond it are the trailing delimiters some programs write.
   */
  width: number | null;
  /** Rows at the beginning that are read as rows but not reported: the header. */
  skip: number;
  /** `\n` also ends lines of `\r\n`; `\r` is the line end of old Macs. A line that does not fit may hold the other. */
  newline: '\n' | '\r';
}

/** A quoted cell longer than this is a quote that was never closed. */
const MAX_QUOTED = 1 << 20;

/** `more`: the text ends inside the row. `unclosed`: give up the row's first line and go on after it. */
type Quoted = { cells: string[]; end: number; lines: number } | 'more' | 'unclosed';

export class RowReader {
  #text = '';
  #at = 0;
  #pieces: string[] = [];
  /** Characters of the pieces. */
  #waiting = 0;
  #line: number;
  #skip: number;
  /** First quote at or after #at, as far as it is known; -1 = look again. */
  #quote = -1;
  /** `::` files come from programs that never quote: a quote there belongs to the text. */
  readonly #quoting: boolean;

  /**
   * @param line number of the first line
   * @param isPart the text is a line of another reader, which has looked for other line ends already
   */
  constructor(
    readonly format: RowFormat,
    readonly sink: RowSink,
    line = 1,
    readonly isPart = false,
  ) {
    this.#line = line;
    this.#skip = format.skip;
    this.#quoting = format.delimiter.length === 1;
  }

  /** Of the file, on which the next row starts. */
  get line(): number {
    return this.#line;
  }

  /** Characters of the row that has not ended yet. */
  get unfinished(): number {
    return this.#text.length - this.#at + this.#waiting;
  }

  push(text: string): void {
    this.#pieces.push(text);
    this.#waiting += text.length;
    // A row without its end is read again when as much again has come: the work stays in proportion to the text.
    if (2 * this.#waiting >= this.unfinished) this.#take(false);
  }

  end(): void {
    this.#take(true);
    this.#text = '';
    this.#at = 0;
  }

  #take(final: boolean): void {
    this.#text = this.#text.slice(this.#at) + this.#pieces.join('');
    this.#at = 0;
    this.#quote = -1;
    this.#pieces = [];
    this.#waiting = 0;
    this.#run(final);
  }

  #run(final: boolean): void {
    const text = this.#text;
    const { newline, delimiter } = this.format;
    while (this.#at < text.length) {
      let end = text.indexOf(newline, this.#at);
      if (end < 0) {
        if (!final) return;
        end = text.length;
      }
      if (this.#quoting && this.#nextQuote() < end) {
        const quoted = this.#readQuoted(final);
        if (quoted === 'more') return;
        if (quoted === 'unclosed' || (this.#skip === 0 && quoted.lines > 0 && !this.#fits(quoted.cells))) {
          if (!this.#emitParts(this.#at, end)) this.#report('unclosed-quote', this.#at, end);
        } else {
          this.#emit(quoted.cells, this.#at, quoted.end);
          this.#line += quoted.lines;
          end = quoted.end;
        }
      } else {
        const line = text.slice(this.#at, withoutReturn(text, this.#at, end));
        if (line.trim() !== '') this.#emit(line.split(delimiter), this.#at, end);
      }
      this.#at = end + 1;
      this.#line++;
    }
  }

  #nextQuote(): number {
    if (this.#quote < this.#at) {
      const found = this.#text.indexOf('"', this.#at);
      this.#quote = found < 0 ? Infinity : found;
    }
    return this.#quote;
  }

  #emit(cells: string[], from: number, to: number): void {
    const fits = this.#fits(cells);
    if (!fits && this.#emitParts(from, to)) return;
    if (this.#skip > 0) this.#skip--;
    else if (fits) this.sink.row(cells, this.#line);
    else this.#report(cells.length < this.format.width! ? 'too-few-cells' : 'too-many-cells', from, to);
  }

  /**
   * The rows of a line that does not fit, where it holds line ends of the other kind: files that were put together on
   * several systems.
   * @returns false where there are none that fit
   */
  #emitParts(from: number, to: number): boolean {
    const newline = this.format.newline === '\n' ? '\r' : '\n';
    const line = this.#text.slice(from, withoutReturn(this.#text, from, to));
    if (this.isPart || this.format.width === null || !line.includes(newline)) return false;
    // What is left of a \r\n that was cut at its \r is no line.
    const text = line.startsWith('\n') ? line.slice(1) : line;
    const read = (sink: RowSink): number => {
      const parts = new RowReader({ ...this.format, newline, skip: this.#skip }, sink, this.#line, true);
      parts.push(text);
      parts.end();
      return parts.line;
    };
    let fitting = 0;
    read({ row: () => fitting++, bad: () => {} });
    if (fitting === 0) return false;
    this.#line = read(this.sink) - 1;
    this.#skip = 0;
    return true;
  }

  #fits(cells: readonly string[]): boolean {
    const { width } = this.format;
    if (width === null || cells.length === width) return true;
    if (cells.length < width) return false;
    for (let i = width; i < cells.length; i++) if (cells[i] !== '') return false;
    return true;
  }

  #report(reason: RejectReason, from: number, to: number): void {
    this.sink.bad(reason, this.#line, this.#text.slice(from, withoutReturn(this.#text, from, to)));
  }

  /** Reads the row at #at, which has a quote in its first line. */
  #readQuoted(final: boolean): Quoted {
    const text = this.#text;
    const { delimiter, newline } = this.format;
    const cells: string[] = [];
    let lines = 0;
    let at = this.#at;
    let lineEnd = -1;
    for (;;) {
      if (lineEnd < at) {
        lineEnd = text.indexOf(newline, at);
        if (lineEnd < 0) {
          if (!final) return 'more';
          lineEnd = text.length;
        }
      }
      let cellEnd = -1;
      if (text[at] === '"') {
        const close = closingQuote(text, at);
        if (close < 0 || close - at > MAX_QUOTED) return !final && text.length - at <= MAX_QUOTED ? 'more' : 'unclosed';
        // What follows the quote decides, and "\r\n" is the longest that can.
        if (!final && text.length - close < 3) return 'more';
        if (isCellEnd(text, close + 1, delimiter, newline)) {
          cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
          for (let n = lineEnd; n >= 0 && n < close; n = text.indexOf(newline, n + 1)) lines++;
          if (close > lineEnd) {
            lineEnd = text.indexOf(newline, close);
            if (lineEnd < 0) {
              if (!final) return 'more';
              lineEnd = text.length;
            }
          }
          cellEnd = close + 1;
        } else if (close > lineEnd) return 'unclosed';
        // Otherwise the quotes belong to the text: "Great Performances" Cats.
      }
      if (cellEnd < 0) {
        // Inside the line only: a delimiter that never comes must not cost a search to the end of the text.
        const next = text.slice(at, lineEnd).indexOf(delimiter);
        cellEnd = next < 0 ? withoutReturn(text, at, lineEnd) : at + next;
        cells.push(text.slice(at, cellEnd));
      }
      if (!text.startsWith(delimiter, cellEnd)) return { cells, end: lineEnd, lines };
      at = cellEnd + delimiter.length;
    }
  }
}

/** Position of the quote that closes the one at `open`, doubled quotes passed over; -1 where there is none. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

const isCellEnd = (text: string, at: number, delimiter: string, newline: string): boolean =>
  at === text.length ||
  text.startsWith(delimiter, at) ||
  text[at] === newline ||
  (text[at] === '\r' && (text[at + 1] === newline || at + 1 === text.length));

const withoutReturn = (text: string, from: number, end: number): number =>
  end > from && text[end - 1] === '\r' ? end - 1 : end;
