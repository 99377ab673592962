/** What the towers show a user. */
import { useCallback } from 'react';
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
 * @param user by its row; null asks nothing
 * @param k length of the lists
 */
export function useRetrieval(user: number | null, k: number, following: Following): ShownRetrieval {
  const bench = useBench();
  const hasWeights = useRun(
    ({ progress: { step, phase } }) =>
      step > 0 && (phase === 'training' || phase === 'paused' || phase === 'done' || phase === 'idle'),
  );
  const ask = useCallback(async () => (user === null ? null : bench.ask('retrieve', { user, k })), [bench, user, k]);
  const shown = useLatestAnswer(user !== null && hasWeights ? ask : null, `${user} ${k}`, following);
  return { shown, hasWeights };
}
