/** What the towers show a user. */
import { useCallback } from 'react';
import type { Who } from '../../../lab/evaluate/asked';
import { useBench, useRun } from '../../lab';
import { useLatestAnswer, type Following } from './useLatestAnswer';
import type { Retrieval } from '../../../lab/evaluate/retrieve';

export interface ShownRetrieval {
  /** The latest answer; null before the first. */
  shown: Retrieval | null;
  /** There are weights to be asked. */
  hasWeights: boolean;
}

/**
 * @param who null asks nothing
 * @param k length of the lists
 */
export function useRetrieval(who: Who | null, k: number, following: Following): ShownRetrieval {
  const user = JSON.stringify(who);
  const bench = useBench();
  const hasWeights = useRun(
    ({ progress: { step, phase } }) =>
      step > 0 && (phase === 'training' || phase === 'paused' || phase === 'done' || phase === 'idle'),
  );
  const ask = useCallback(() => bench.ask('retrieve', { user: JSON.parse(user) as Who, k }), [bench, user, k]);
  const shown = useLatestAnswer(who !== null && hasWeights ? ask : null, `${user} ${k}`, following);
  return { shown, hasWeights };
}
