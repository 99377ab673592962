/** Tables as they are copied: CSV, made to be pasted into a spreadsheet. */

/** What a spreadsheet takes for the beginning of a formula; those of a full width too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * CSV as of RFC 4180, a line for each row. Text that a spreadsheet would run gets an apostrophe before it; numbers,
 * also those written as text, stay as they are.
 */
export const copiedTable = (rows: readonly (readonly (string | number)[])[]): string =>
  rows
    .map((row) => row.map((cell) => (typeof cell === 'number' ? String(cell) : quoted(inert(cell)))).join(','))
    .join('\n');

const inert = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
