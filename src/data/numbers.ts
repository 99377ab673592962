/**
 * Numbers of a column as its country writes them, decided once for the whole column: 1234.50, 1.234,50 or 1,234.50.
 */
import { isMissing, parseNumber } from './read-cell';

type Notation = 'plain' | 'decimal comma' | 'comma between thousands';

const FORMS: Record<Exclude<Notation, 'plain'>, RegExp> = {
  'decimal comma': /^[+-]?(?:\d+|\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+)(?:,\d+)?$/,
  'comma between thousands': /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/,
};

const PARSERS: Record<Notation, (cell: string) => number> = {
  plain: parseNumber,
  'decimal comma': (cell) =>
    FORMS['decimal comma'].test(cell) ? Number(cell.replaceAll(/[.'’\s]/g, '').replace(',', '.')) : NaN,
  'comma between thousands': (cell) =>
    FORMS['comma between thousands'].test(cell) ? Number(cell.replaceAll(',', '')) : NaN,
};

/**
 * What most cells can be, plain numbers first. Where every comma could be both, as in 1,234 alone, nobody knows: then
 * it is no number.
 */
function notationOf(cells: readonly string[]): Notation {
  if (!cells.some((cell) => cell.includes(','))) return 'plain';
  const count = (notation: Notation): number => cells.filter((cell) => !Number.isNaN(PARSERS[notation](cell))).length;
  const [plain, decimal, thousands] = [count('plain'), count('decimal comma'), count('comma between thousands')];
  if (plain >= Math.max(decimal, thousands) || decimal === thousands) return 'plain';
  return decimal > thousands ? 'decimal comma' : 'comma between thousands';
}

/** @returns [cells] NaN where a cell holds no finite number */
export function readNumbers(cells: readonly string[]): Float64Array {
  const parse = PARSERS[notationOf(cells)];
  return Float64Array.from(cells, (cell) => {
    const number = parse(cell);
    return Number.isFinite(number) ? number : NaN;
  });
}

const NO_NUMBER = /^[+-]?inf(?:inity)?$/i;

/** Share of the cells that are numbers; those that are empty, NaN or infinite say nothing against it. */
export function numberShare(cells: readonly string[]): number {
  const said = cells.filter((cell) => !isMissing(cell) && !NO_NUMBER.test(cell));
  return said.length === 0 ? 0 : readNumbers(said).filter(Number.isFinite).length / said.length;
}

/**
 * Whether nearly all cells are numbers with commas that cannot be lists: 12,50 and 3,99, but not 1,2 and 3,14, which
 * may be two genres.
 */
export function areCommaNumbers(cells: readonly string[]): boolean {
  const notation = notationOf(cells);
  if (notation === 'plain' || numberShare(cells) < 0.95) return false;
  const decimals = new Set(cells.flatMap((cell) => /,(\d+)$/.exec(cell)?.[1]?.length ?? []));
  return notation === 'comma between thousands' || (decimals.size === 1 && !decimals.has(1));
}
