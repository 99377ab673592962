/** How far the baselines are, where their figures will stand. */
import { useData, useRun, useSpeech } from '../lab';
import './Counting.css';

/** Nothing once they are there. @param part whose figures are waited for */
export function Counting({ part }: { part: 'validation' | 'test' }) {
  const { words, fill, percent } = useSpeech();
  const fraction = useData((data) => data.counting);
  const isThere = useRun((run) => Object.keys(run.baselines[part]).length > 0);
  if (fraction === null || isThere) return null;
  const text = fill(words.baselines.counting, { share: percent(fraction) });
  return (
    <div className="counting">
      <span aria-hidden="true">{text}</span>
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
