import { forbids } from '../../model/nodes/stages';
import { useRun, useSpeech } from '../lab';
import { countInWords, useProblems } from '../problems';
import { activity } from '../../words/sentences';

export function Progress() {
  const speech = useSpeech();
  const { words, fill, count, number, duration } = speech;
  const progress = useRun((run) => run.progress);
  const { phase, stage, step, epoch, fraction, speed, secondsLeft } = progress;
  const doing = activity(progress, speech);
  const problems = useProblems().filter(forbids);
  const left =
    phase === 'idle' && problems.length > 0
      ? countInWords(problems, speech)
      : phase === 'training' && epoch > 0 && !progress.detail
        ? fill(words.progress.epoch, { epoch })
        : phase === 'done'
          ? count(progress.ending ? words.progress.ended[progress.ending] : words.progress.step, step)
          : doing;
  const right = [
    ...(stage && stage.of > 1 && (phase === 'training' || phase === 'paused')
      ? [fill(words.stages.now, { ...stage })]
      : []),
    // Where there is little room the end is cut: the time left is read first.
    ...(phase === 'training' && secondsLeft !== null
      ? [fill(words.progress.left, { time: duration(secondsLeft) })]
      : []),
    ...(phase === 'training' && speed
      ? [fill(words.progress.rate, { rate: number(speed.stepsPerSecond, speed.stepsPerSecond < 10 ? 1 : 0) })]
      : []),
    ...(phase === 'paused' ? [count(words.progress.step, step)] : []),
  ];
  const share = fraction ?? 0;
  const busy =
    fraction === null &&
    (phase === 'preparing' || phase === 'compiling' || phase === 'stopping' || phase === 'recovering');
  return (
    <div className="progress">
      <div className="progress-words">
        <span>{left}</span>
        <span title={speech.line(...right)}>{speech.line(...right)}</span>
      </div>
      <div
        className={`bar ${busy ? 'busy' : ''}`}
        role="progressbar"
        aria-label={words.progress.label}
        aria-valuetext={left}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={busy ? undefined : Math.round(share * 100)}
      >
        <i style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}
