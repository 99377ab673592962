/** What of a figure can be taken home: its numbers as CSV, and the chart as SVG or PNG. */
import { DropdownMenu } from 'radix-ui';
import { useSpeech } from '../lab';
import { paletteOnScreen, savePicture, saveText, type Palette } from './chart-file';
import { copiedTable } from './copied-table';
import { Icon } from './Icon';

interface Props {
  /** Files are called after it. */
  name: string;
  /** The heading first. */
  rows(): readonly (readonly (string | number)[])[];
  /** An SVG document. */
  drawn(palette: Palette): string;
}

export function FigureFiles({ name, rows, drawn }: Props) {
  const { words } = useSpeech();
  const w = words.common;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon" aria-label={w.saveFigure} title={w.saveFigure}>
        <Icon name="file" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={6} align="end" collisionPadding={12}>
          <DropdownMenu.Item onSelect={() => saveText(name, copiedTable(rows()), 'csv')}>{w.saveCsv}</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => saveText(name, drawn(paletteOnScreen()), 'svg')}>
            {w.saveSvg}
          </DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => void savePicture(name, drawn(paletteOnScreen()))}>
            {w.savePng}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
