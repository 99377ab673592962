/** What is lost where bytes of a file mean nothing in its encoding: little is counted, much is refused. */
import type { Notice } from '../notices';
import { DataError, type DataProblem, type RowReport, type Table } from '../table';
import type { OpenedText } from './decode';

/**
 * A byte that was damaged on its way touches a row here and there; a wrong encoding touches every row with a letter
 * beyond ASCII, and makes one id of several. Between both lies a wide gap.
 */
const MOST = 1 / 1000;
/** In a file of a few rows one damaged byte is more than that. */
const ALWAYS_ALLOWED = 3;
const EXAMPLES = 5;
const SHOWN_COLUMNS = 5;

/**
 * A table with what is to be said of its encoding: that it is a guess with a rival, and the rows it could not read.
 * @throws DataError `undecodable`
 */
export function settled(table: Table, text: Omit<OpenedText, 'pieces'>, file: DataProblem['file']): Table {
  const { encoding, rival, isDamaged } = text;
  const read = isDamaged ? countDamage(table, encoding, file) : table;
  if (rival === null) return read;
  const unsure: Notice = { code: 'encoding-unsure', values: { encoding, rival } };
  return { ...read, notices: [...(read.notices ?? []), unsure] };
}

/**
 * Counts the rows and columns that hold a replacement character.
 * @param table as it was read in `encoding`, in which some bytes mean nothing
 * @returns the table with the rows in its report, as kept ones
 * @throws DataError `undecodable` where they are too many
 */
function countDamage(table: Table, encoding: string, file: DataProblem['file']): Table {
  const touched = new Uint8Array(table.rows);
  const columns = new Map<string, number>();
  const examples: RowReport['rejected'][number]['examples'] = [];
  for (const { name, dictionary, codes } of table.columns) {
    const isDamaged = Uint8Array.from(dictionary, (cell) => Number(cell.includes('\uFFFD')));
    let rows = 0;
    codes.forEach((code, row) => {
      if (isDamaged[code] === 0) return;
      rows++;
      touched[row] = 1;
      if (examples.length < EXAMPLES) examples.push({ line: table.line[row]!, text: dictionary[code]!, column: name });
    });
    if (rows > 0) columns.set(name, rows);
  }
  const count = touched.reduce((sum, one) => sum + one, 0);
  if (count === 0) return table;
  if (count > Math.max(ALWAYS_ALLOWED, MOST * table.rows)) {
    const named = [...columns].slice(0, SHOWN_COLUMNS);
    const shown = named.map(([name, rows]) => `${name} (${rows})`).join(', ');
    const values = { encoding, rows: count, all: table.rows, columns: shown, ...examples[0]! };
    throw new DataError({ code: 'undecodable', file, values });
  }
  const rejected = [
    ...table.report.rejected,
    { reason: 'undecodable' as const, count, examples, columns: Object.fromEntries(columns) },
  ];
  return { ...table, report: { ...table.report, rejected } };
}
