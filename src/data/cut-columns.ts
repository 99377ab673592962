/** Columns with more distinct cells than can be told apart: nothing that reads them would be true. */
import { DataError, type Column, type DataProblem, type LogColumn, type Table, type TableColumn } from './table';

/** @throws DataError `too-large` where a column that is used is cut */
export function refuseCutColumns(
  table: Table | null,
  roles: readonly (LogColumn | TableColumn)[] | null,
  file: DataProblem['file'],
): void {
  for (const { column, role } of roles ?? []) {
    const named = role === 'ignore' ? undefined : table?.columns.find(({ name }) => name === column);
    if (named) refuseCut(named, file);
  }
}

/** @throws DataError `too-large` */
export function refuseCut({ name, isCut }: Column, file: DataProblem['file']): void {
  if (isCut) throw new DataError({ code: 'too-large', file, values: { column: name } });
}
