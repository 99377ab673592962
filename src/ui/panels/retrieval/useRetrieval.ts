/** What the towers show a user: asked anew for another question, and for other weights once they rest. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useBench, useRun } from '../../lab';
import type { Retrieval } from '../../../lab/evaluate/retrieve';

export interface ShownRetrieval {
  /** The latest answer; null before the first. */
  shown: Retrieval | null;
  /** There are weights to be asked. */
  hasWeights: boolean;
  ask(): Promise<void>;
}

/**
 * @param user by its row; null asks nothing
 * @param k length of the lists
 */
export function useRetrieval(user: number | null, k: number): ShownRetrieval {
  const bench = useBench();
  const step = useRun((run) => run.progress.step);
  const phase = useRun((run) => run.progress.phase);
  const [shown, setShown] = useState<Retrieval | null>(null);
  const latest = useRef(0);
  const hasWeights = step > 0 && (phase === 'training' || phase === 'paused' || phase === 'done' || phase === 'idle');

  const ask = useCallback(async () => {
    if (user === null || !hasWeights) return;
    const mine = ++latest.current;
    const answer = await bench.ask('retrieve', { user, k });
    if (mine === latest.current && answer) setShown(answer);
  }, [bench, user, k, hasWeights]);
  // A new list for every user; while training goes on only when asked, at rest whenever the weights have changed.
  const settled = phase === 'training' ? 'training' : `${phase}${step}`;
  const asked = useRef('');
  useEffect(() => {
    const question = `${user} ${k} ${settled}`;
    if (asked.current === question || !hasWeights || user === null) return;
    asked.current = question;
    void ask();
  }, [ask, settled, user, k, hasWeights]);
  return { shown, hasWeights, ask };
}
