/** The button that loads, and while something is read or loaded its progress and the way out. */
import { activity } from '../../words/sentences';
import { WaitBar } from '../controls/WaitBar';
import { useBench, useData, useRun, useSpeech } from '../lab';

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
  return (
    <div className="load-bar">
      <button type="button" className="primary" disabled={disabled} onClick={() => void load()}>
        {label}
      </button>
      {reason !== null && <p className="about">{reason}</p>}
      <LoadProgress />
    </div>
  );
}

/** Nothing while nothing is read or loaded. */
export function LoadProgress() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const busy = useData((data) => data.busy);
  const progress = useRun((run) => run.progress);
  if (!busy) return null;
  const text =
    busy === 'preview' ? words.data.reading : fill(words.data.loading, { detail: activity(progress, speech) });
  return <WaitBar text={text} share={progress.fraction} cancel={() => void bench.cancel()} />;
}
