/**
 * The latest answer of the weights to a question: asked anew for another question at once, at rest whenever the weights
 * have changed, and while they train after a while, where it is followed.
 */
import { useEffect, useRef, useState } from 'react';
import { useRun } from '../../lab';

/** Between two answers while training: an answer needs all items encoded. */
const PAUSE_MS = 2000;

export interface Following {
  /** Asked again while training goes on. */
  follows: boolean;
  /** Grows with each time that a person asks again. */
  round: number;
}

/**
 * @param ask null where there is nothing to be asked
 * @param question what tells one from another
 * @returns null before the first answer
 */
export function useAsked<T extends { step: number }>(
  ask: (() => Promise<T | null>) | null,
  question: string,
  { follows, round }: Following,
): T | null {
  const step = useRun((run) => run.progress.step);
  const phase = useRun((run) => run.progress.phase);
  const [shown, setShown] = useState<T | null>(null);
  const [asking, setAsking] = useState(false);
  const last = useRef({ question: '', wanted: '', at: 0 });
  const whole = `${question} ${round}`;
  useEffect(() => {
    last.current.wanted = whole;
    const isNew = whole !== last.current.question;
    const isStale =
      shown !== null &&
      shown.step !== step &&
      (phase !== 'training' || (follows && Date.now() - last.current.at >= PAUSE_MS));
    if (!ask || asking || !(isNew || isStale)) return;
    last.current.question = whole;
    setAsking(true);
    void ask().then((answer) => {
      last.current.at = Date.now();
      setAsking(false);
      // Another question may have come meanwhile: it is asked next, and this answer is none to it.
      if (answer && last.current.wanted === whole) setShown(answer);
    });
  }, [ask, whole, asking, step, phase, follows, shown]);
  return shown;
}
