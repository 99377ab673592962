/** How far something is that a person waits for, and the way out. */
import { useSpeech } from '../lab';
import './WaitBar.css';

/** @param share null where the end is not known */
export function WaitBar({ text, share, cancel }: { text: string; share: number | null; cancel(): void }) {
  const { words } = useSpeech();
  return (
    <div className="wait-bar">
      <div
        className={`bar ${share === null ? 'busy' : ''}`}
        role="progressbar"
        aria-label={words.progress.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      >
        <i style={{ transform: `scaleX(${share ?? 0})` }} />
      </div>
      <span role="status">{text}</span>
      <button type="button" onClick={cancel}>
        {words.common.cancel}
      </button>
    </div>
  );
}
