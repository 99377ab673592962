/** What kind of delimited text a file is, judged by its beginning: line end, delimiter, header. */
import { isMissing, isNumber } from '../../read-cell';
import { looksLikeTime } from '../../time';
import { RowReader } from './rows';
import { DELIMITERS, SPACE } from './source';

export interface TextDialect {
  delimiter: string;
  newline: '\n' | '\r';
  header: boolean;
  /** One name per cell of a row: the header's, or c0, c1, … */
  names: string[];
}

const SAMPLE_ROWS = 200;

/**
 * @param sample the beginning of the text; its last line is left out unless `whole`, being cut
 * @returns null where the sample has no line that is not blank
 */
export function detectDialect(
  sample: string,
  whole: boolean,
  wish: { delimiter?: string; header?: boolean },
): TextDialect | null {
  const newline = sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r';
  const lines = sample.replaceAll(/\r\n?/g, '\n');
  const rowsBy = (delimiter: string): string[][] => sampleRows(lines, whole, delimiter);
  const delimiter = wish.delimiter ?? bestDelimiter(rowsBy);
  const rows = rowsBy(delimiter);
  if (rows.length === 0) return null;
  const header = wish.header ?? looksLikeHeader(rows);
  const body = header && rows.length > 1 ? rows.slice(1) : rows;
  const width = widthOf(body, header ? rows[0]!.length : 0);
  return { delimiter, newline, header, names: header ? headerNames(rows[0]!, width) : positions(width) };
}

/** The rows' own, but for the delimiters that some programs write behind every row and not behind the header. */
function widthOf(body: readonly (readonly string[])[], headed: number): number {
  const { width } = usualWidth(body);
  const isTrailing = width === headed + 1 && headed > 1 && body.every((row) => (row[headed] ?? '') === '');
  return isTrailing ? headed : width;
}

const positions = (width: number): string[] => Array.from({ length: width }, (_, i) => `c${i}`);

function sampleRows(lines: string, whole: boolean, delimiter: string): string[][] {
  const rows: string[][] = [];
  const reader = new RowReader(
    { delimiter, width: null, skip: 0, newline: '\n' },
    {
      row: (cells) => {
        if (rows.length < SAMPLE_ROWS) rows.push(cells.map((cell) => cell.trim()));
      },
      bad: () => {},
    },
  );
  reader.push(lines);
  // A cut sample keeps its last line only where there is no other to judge by.
  if (whole || rows.length === 0) reader.end();
  return rows;
}

/** The most frequent number of cells, and the share of rows that have it. */
function usualWidth(rows: readonly (readonly string[])[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let width = 1;
  let most = 0;
  for (const [cells, count] of counts) if (count > most) [width, most] = [cells, count];
  return { width, share: rows.length === 0 ? 0 : most / rows.length };
}

/**
 * The delimiter that cuts most rows, the first among them, into the same number of cells, at least two. A space, which
 * every text has, only where no other cuts anything and it cuts nearly all rows alike.
 */
function bestDelimiter(rowsBy: (delimiter: string) => string[][]): string {
  let best: string | null = null;
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const rows = rowsBy(delimiter);
    const { width, share } = usualWidth(rows);
    if (width < 2) continue;
    const score = share + (rows[0]!.length === width ? 0.5 : 0) + Math.min(width, 20) / 1000;
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  if (best !== null) return best;
  const { width, share } = usualWidth(rowsBy(SPACE));
  return width >= 2 && share >= 0.9 ? SPACE : ',';
}

/**
 * A header has no number or time where the rows below have them. In a file of texts only, its cells do not come again
 * below and are not built like the cells below (u17 above u18 is a row).
 */
function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...body] = rows;
  if (first === undefined) return false;
  const isValue = (cell: string): boolean => isNumber(cell) || looksLikeTime(cell);
  if (body.length === 0) return !first.some(isValue);
  let distinguished = false;
  for (let column = 0; column < first.length; column++) {
    const cells = body.map((row) => row[column] ?? '').filter((cell) => !isMissing(cell));
    const top = first[column]!;
    if (cells.length === 0) continue;
    if (share(cells, isValue) >= 0.8) {
      if (isValue(top)) return false;
      if (!isMissing(top)) distinguished = true;
    }
  }
  if (distinguished) return true;
  return first.every(
    (top, column) =>
      body.every((row) => row[column] !== top) &&
      !(/\d/.test(top) && share(body, (row) => shape(row[column] ?? '') === shape(top)) >= 0.5),
  );
}

const shape = (cell: string): string => cell.replaceAll(/\d+/g, '0');
const share = <T>(all: readonly T[], is: (one: T) => boolean): number => all.filter(is).length / all.length;

/**
 * One name per cell: empty ones named by position, repeated ones numbered. R writes a header one cell short, with
 * unnamed row names in front.
 */
function headerNames(header: readonly string[], width: number): string[] {
  const given = header.slice(0, lastFilled(header) + 1);
  const cells = given.length === width - 1 && header.length < width ? ['', ...given] : given;
  const taken = new Set<string>();
  const lastNumber = new Map<string, number>();
  return Array.from({ length: Math.max(width, cells.length) }, (_, i) => {
    const wanted = cells[i]?.trim() || `c${i}`;
    let n = lastNumber.get(wanted) ?? 1;
    let name = wanted;
    if (n > 1) name = `${wanted} (${++n})`;
    while (taken.has(name)) name = `${wanted} (${++n})`;
    lastNumber.set(wanted, n);
    taken.add(name);
    return name;
  });
}

function lastFilled(cells: readonly string[]): number {
  let last = cells.length - 1;
  while (last > 0 && cells[last]!.trim() === '') last--;
  return last;
}
