/** The numbers of a chart on screen: those that its file has, as the chart writes them. */
import { Amounts } from '../controls/Amounts';
import { useSpeech } from '../lab';
import type { Cells } from './step-table';

export function CellsTable({
  label,
  caption,
  cells: [head = [], ...rows],
  format,
}: {
  label: string;
  caption?: string;
  cells: Cells;
  /** Of numbers beside the first column, which has names or steps. @param column from 0 */
  format(value: number, column: number): string;
}) {
  const { words, number } = useSpeech();
  return (
    <Amounts
      label={label}
      {...(caption === undefined ? {} : { caption })}
      head={head.map(String)}
      rows={rows.map(([name, ...cells]) => ({
        name: typeof name === 'number' ? number(name) : (name ?? ''),
        cells: cells.map((cell, at) =>
          cell === null ? words.common.none : typeof cell === 'number' ? format(cell, at) : cell,
        ),
      }))}
    />
  );
}
