/** What of a chart can be taken home: its numbers as CSV, and the chart as SVG or PNG. */
import { DropdownMenu } from 'radix-ui';
import { useStore } from 'zustand';
import { Icon } from '../controls/Icon';
import { useBench, useRun, useSpeech } from '../lab';
import { runLabel } from '../runs/title';
import { chartFileName, paletteOnScreen, saveDrawing, savePicture, saveTable } from './chart-file';
import type { Palette } from './sheet';
import type { Cells } from './step-table';

interface Props {
  /** Files are called after the run, it, and the step. */
  chart: string;
  /** What else they are called after, where they are not of the run on screen. */
  of?: string;
  /** The last one that is drawn. */
  step: number;
  /** What is drawn, in numbers. */
  rows(): Cells;
  /** The courses over the run, where `rows` has only their ends. */
  courses?: () => Cells;
  /** An SVG document. */
  drawn(palette: Palette): string;
}

export function FigureFiles({ chart, of, step, rows, courses, drawn }: Props) {
  const speech = useSpeech();
  const w = speech.words.common;
  const id = useRun((run) => run.id);
  const run = useStore(useBench().runs, ({ runs }) => runs.find((one) => one.id === id));
  const name = (part = ''): string => chartFileName(of ?? (run ? runLabel(run, speech) : ''), `${chart} ${part}`, step);
  const svg = (): string => drawn(paletteOnScreen());
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon" aria-label={w.saveFigure} title={w.saveFigure}>
        <Icon name="file" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={6} align="end" collisionPadding={12}>
          <DropdownMenu.Item onSelect={() => saveTable(name(), rows())}>{w.saveCsv}</DropdownMenu.Item>
          {courses && (
            <DropdownMenu.Item onSelect={() => saveTable(name(w.overSteps), courses())}>
              {w.saveCourses}
            </DropdownMenu.Item>
          )}
          <DropdownMenu.Item onSelect={() => saveDrawing(name(), svg())}>{w.saveSvg}</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => void savePicture(name(), svg())}>{w.savePng}</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
