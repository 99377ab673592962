import { useBench, useData, useRun, useSpeech } from '../lab';
import { activity } from '../../words/sentences';

/** The button that loads, and while it does its progress and the way out. */
export function LoadBar({
  label,
  disabled,
  reason = null,
  load,
}: {
  label: string;
  disabled: boolean;
  /** Why it cannot be loaded yet. */
  reason?: string | null;
  load(): Promise<void>;
}) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const busy = useData((data) => data.busy);
  const progress = useRun((run) => run.progress);
  const share = progress.fraction;
  return (
    <div className="load-bar">
      <button type="button" className="primary" disabled={disabled} onClick={() => void load()}>
        {label}
      </button>
      {reason !== null && <p className="about">{reason}</p>}
      {busy && (
        <>
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
          <span role="status">
            {busy === 'preview' ? words.data.reading : fill(words.data.loading, { detail: activity(progress, speech) })}
          </span>
          <button type="button" onClick={() => void bench.cancel()}>
            {words.common.cancel}
          </button>
        </>
      )}
    </div>
  );
}
