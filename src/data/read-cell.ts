/**
 * What a single cell of text can be. Every later reading of a column (times, numbers, fields) agrees on these two
 * questions.
 */

const MISSING_WORDS = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', 'nil', '\\n', '<na>', '-', '--']);

/**
 * Whether a cell says "nothing here": empty, or one of the words databases, pandas, R and spreadsheets write for it.
 */
export const isMissing = (cell: string): boolean => cell.length <= 5 && MISSING_WORDS.has(cell.toLowerCase());

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number a cell spells in full, else NaN: no units, no thousands separators, no hexadecimal, no infinity. */
export const parseNumber = (cell: string): number => (NUMBER.test(cell) ? Number(cell) : NaN);

export const isNumber = (cell: string): boolean => Number.isFinite(parseNumber(cell));
