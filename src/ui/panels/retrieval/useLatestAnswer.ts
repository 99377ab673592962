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

export interface Latest<T> {
  /** Null before the first. */
  answer: T | null;
  /** It is of another question, or the weights have changed since and rest: the next one is on its way. */
  isOld: boolean;
}

/**
 * @param ask null where there is nothing to be asked
 * @param question what tells one from another
 */
export function useLatestAnswer<T extends { step: number }>(
  ask: (() => Promise<T | null>) | null,
  question: string,
  { follows, round }: Following,
): Latest<T> {
  const step = useRun((run) => run.progress.step);
  const phase = useRun((run) => run.progress.phase);
  const [shown, setShown] = useState<{ answer: T; to: string } | null>(null);
  const [asking, setAsking] = useState(false);
  const last = useRef({ question: '', wanted: '', rest: '', at: 0 });
  const whole = `${question} ${round}`;
  useEffect(() => {
    last.current.wanted = whole;
    const isNew = whole !== last.current.question;
    // Where the weights stand; the best ones come back at the end, whose step is not the last.
    const rest = phase === 'training' ? '' : `${phase} ${step}`;
    const isStale =
      phase === 'training'
        ? follows && shown?.answer.step !== step && Date.now() - last.current.at >= PAUSE_MS
        : rest !== last.current.rest;
    if (!ask || asking || !(isNew || isStale)) return;
    last.current.question = whole;
    last.current.rest = rest;
    setAsking(true);
    void ask().then((answer) => {
      last.current.at = Date.now();
      setAsking(false);
      // Another question may have come meanwhile: it is asked next, and this answer is none to it.
      if (answer && last.current.wanted === whole) setShown({ answer, to: question });
    });
  }, [ask, question, whole, asking, step, phase, follows, shown]);
  return {
    answer: shown?.answer ?? null,
    isOld: shown !== null && (shown.to !== question || (asking && phase !== 'training')),
  };
}
