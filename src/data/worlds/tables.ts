/** Generated columns as parsed tables, and tables as files. */
import type { Column, Table } from '../table';

/**
 * The table a reader would have made of the file `toCsv` writes: the same dictionary, lines and options.
 * @throws Error where the columns are not equally long.
 */
export function tableFrom(fileName: string, columns: Readonly<Record<string, readonly string[]>>): Table {
  const names = Object.keys(columns);
  const rows = columns[names[0] ?? '']?.length ?? 0;
  const encoded = names.map((name) => {
    const cells = columns[name]!;
    if (cells.length !== rows)
      throw new Error(`table ${fileName}: column "${name}" has ${cells.length} cells, "${names[0]}" has ${rows}`);
    return columnOf(name, cells);
  });
  return {
    fileName,
    columns: encoded,
    rows,
    line: Uint32Array.from({ length: rows }, (_, row) => row + 2),
    options: { delimiter: ',', header: true, encoding: 'utf-8' },
    separator: ',',
    report: { read: rows, kept: rows, rejected: [] },
  };
}

/** As a reader would have it. */
export function columnOf(name: string, cells: readonly string[]): Column {
  const dictionary = [''];
  const known = new Map([['', 0]]);
  const codes = Uint32Array.from(cells, (cell) => {
    let code = known.get(cell);
    if (code === undefined) {
      code = dictionary.length;
      known.set(cell, code);
      dictionary.push(cell);
    }
    return code;
  });
  return { name, dictionary, codes };
}

/** RFC 4180 text of a table, header first, CRLF line ends; a cell with a comma, quote or line break is quoted. */
export function toCsv(table: Table): string {
  const quoted = table.columns.map(({ dictionary }) => dictionary.map(quote));
  const lines = [table.columns.map(({ name }) => quote(name)).join(',')];
  for (let row = 0; row < table.rows; row++)
    lines.push(table.columns.map(({ codes }, c) => quoted[c]![codes[row]!]!).join(','));
  return lines.join('\r\n') + '\r\n';
}

/** A cell of RFC 4180. */
export function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
