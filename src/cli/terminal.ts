/**
 * What goes to a terminal. Ids, titles, names of columns and files come from anywhere: they are shown there and never
 * obeyed, and a line stays one line.
 */

/** Control characters, what turns the direction of writing, and what separates lines. */
const OBEYED = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

const hex = (character: string, digits: number): string => character.codePointAt(0)!.toString(16).padStart(digits, '0');

/** `\x1b` and `\u202e` for the characters that a terminal obeys. */
export const visible = (text: string): string =>
  text.replace(OBEYED, (character) => (character <= '\u00ff' ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`));

/** Lines as one text, each made visible. */
export const textOf = (lines: readonly string[]): string => lines.map(visible).join('\n');

/** JSON in one line, the same value: what JSON may leave as it is and a terminal obeys is escaped too. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value).replace(OBEYED, (character) => `\\u${hex(character, 4)}`);

/** The first columns to the left, the others to the right; a line for each row. */
export function alignColumns(rows: readonly (readonly string[])[], left = 1): string[] {
  const cells = rows.map((row) => row.map(visible));
  const widths = (cells[0] ?? []).map((_, c) => cells.reduce((most, row) => Math.max(most, (row[c] ?? '').length), 0));
  return cells.map((row) =>
    row
      .map((cell, c) => (c < left ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** A line on stderr, in the place of what the progress has written there. */
export function say(line: string): void {
  const { stderr } = process;
  stderr.write(`${stderr.isTTY ? '\r\u001b[2K' : ''}${visible(line)}\n`);
}
