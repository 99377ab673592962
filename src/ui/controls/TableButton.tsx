/** Shows a figure's numbers as a table, or hides it again. */
import { Icon } from './Icon';
import { useSpeech } from '../lab';

export function TableButton({ open, change }: { open: boolean; change(open: boolean): void }) {
  const { words } = useSpeech();
  const label = open ? words.common.hideTable : words.common.showTable;
  return (
    <button
      type="button"
      className="icon"
      aria-expanded={open}
      aria-label={label}
      title={label}
      onClick={() => change(!open)}
    >
      <Icon name="table" />
    </button>
  );
}
