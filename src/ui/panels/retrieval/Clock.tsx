import { useRun, useSpeech } from '../../lab';
import { AtStep } from './AtStep';
import type { Following } from './useLatestAnswer';

/** Of which step the lists are, or what else is shown, and whether it follows the training. */
export function Clock({
  step,
  following,
  change,
}: {
  step: number;
  following: Following;
  change(following: Following): void;
}) {
  const { words } = useSpeech();
  const w = words.retrieval;
  const isTraining = useRun((run) => run.progress.phase === 'training');
  const { follows, round } = following;
  return (
    <div className="asked">
      {isTraining && (
        <label className="row">
          <input
            type="checkbox"
            checked={follows}
            onChange={(event) => change({ follows: event.target.checked, round })}
          />
          <span>{w.watch}</span>
        </label>
      )}
      <AtStep step={step} />
      {isTraining && !follows && (
        <button type="button" className="quiet" onClick={() => change({ follows, round: round + 1 })}>
          {w.refresh}
        </button>
      )}
    </div>
  );
}
