/** How many steps the button Step takes, and how many a run takes in a second: slow enough to be watched. */
import { useBench, useRun, useSpeech } from '../lab';

const STEPS = [1, 10, 100, 1000];
/** Steps in a second, on a scale of logarithms. */
const PACES = [1, 2, 5, 10, 20, 50, 100];
const ALL = 'all';

export function StepsAtOnce() {
  const { run } = useBench();
  const { words, fill, number } = useSpeech();
  const steps = useRun(({ stepsAtOnce }) => stepsAtOnce);
  const w = words.transport;
  return (
    <select
      className="steps-at-once"
      aria-label={w.steps}
      title={w.steps}
      value={steps}
      onChange={(event) => run.setState({ stepsAtOnce: Number(event.target.value) })}
    >
      {STEPS.map((n) => (
        <option key={n} value={n}>
          {fill(w.stepCount, { n: number(n) })}
        </option>
      ))}
    </select>
  );
}

export function PaceChoice() {
  const bench = useBench();
  const { words, fill, number } = useSpeech();
  const pace = useRun((run) => run.pace);
  const w = words.transport;
  return (
    <select
      className="pace"
      aria-label={w.pace}
      title={w.paceHint}
      value={pace ?? ALL}
      onChange={({ target: { value } }) => void bench.setPace(value === ALL ? null : Number(value))}
    >
      <option value={ALL}>{w.allSteps}</option>
      {PACES.toReversed().map((n) => (
        <option key={n} value={n}>
          {fill(w.perSecond, { n: number(n) })}
        </option>
      ))}
    </select>
  );
}
