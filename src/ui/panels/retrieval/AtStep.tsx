import { useRun, useSpeech } from '../../lab';

/** Of which step the weights were that gave an answer. */
export function AtStep({ step }: { step: number }) {
  const { words, fill } = useSpeech();
  const now = useRun((run) => run.progress.step);
  return (
    <p className="about" aria-live="off">
      {fill(step === now ? words.retrieval.step : words.retrieval.stale, { step })}
    </p>
  );
}
