import { useRun, useSpeech } from '../../lab';

/** Of which step the weights were that gave an answer; at rest they are those that are there. */
export function AtStep({ step }: { step: number }) {
  const { words, fill } = useSpeech();
  const isBehind = useRun(({ at, progress }) => at === null && progress.phase === 'training' && progress.step !== step);
  return (
    <p className="about" aria-live="off">
      {fill(isBehind ? words.retrieval.stale : words.retrieval.step, { step })}
    </p>
  );
}
