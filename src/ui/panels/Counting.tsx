/** How far the baselines are, where their figures will stand, and the way not to wait for them. */
import { areSettled, wereSkipped } from '../../lab/evaluate/baseline-figures';
import { countingText } from '../../words/rankers';
import { useBench, useData, useRun, useSpeech } from '../lab';
import './Counting.css';

/** Nothing once they are there. @param part whose figures are waited for */
export function Counting({ part }: { part: 'validation' | 'test' }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words } = speech;
  const counting = useData((data) => data.counting);
  const skipped = useRun((run) => wereSkipped(run.baselines[part]));
  const isThere = useRun((run) => areSettled(run.baselines[part]));
  if (isThere || (counting === null && !skipped)) return null;
  if (counting === null)
    return (
      <p className="counting">
        <span>{words.baselines.skipped}</span>
        <button type="button" className="quiet" onClick={() => void bench.countBaselines()}>
          {words.baselines.compute}
        </button>
      </p>
    );
  const { fraction } = counting;
  const text = countingText(counting, speech);
  return (
    <div className="counting">
      <span aria-hidden="true">{text}</span>
      <button type="button" className="quiet" onClick={() => void bench.skipBaselines()}>
        {words.baselines.skip}
      </button>
      <div
        className="bar"
        role="progressbar"
        aria-label={words.baselines.progress}
        aria-valuetext={text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * fraction)}
      >
        <i style={{ transform: `scaleX(${fraction})` }} />
      </div>
    </div>
  );
}
