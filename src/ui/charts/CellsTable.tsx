/** The numbers of a chart on screen: those that its file has, as the chart writes them. */
import { Amounts } from '../controls/Amounts';
import { useSpeech } from '../lab';
import type { Cells } from './step-table';

export function CellsTable({
  label,
  cells: [head = [], ...rows],
  format,
}: {
  label: string;
  cells: Cells;
  /** Of numbers beside the first column, which has names or steps. */
  format(value: number): string;
}) {
  const { words, number } = useSpeech();
  return (
    <Amounts
      label={label}
      head={head.map(String)}
      rows={rows.map(([name, ...cells]) => ({
        name: typeof name === 'number' ? number(name) : (name ?? ''),
        cells: cells.map((cell) =>
          cell === null ? words.common.none : typeof cell === 'number' ? format(cell) : cell,
        ),
      }))}
    />
  );
}
