/** What the towers show a person, at the step that is shown. */
import { useCallback, useEffect } from 'react';
import type { Who } from '../../../lab/evaluate/asked';
import { useBench, useRun } from '../../lab';
import { useLatestAnswer, type Following } from './useLatestAnswer';
import { useRecalled } from './useRecalled';
import type { Retrieval } from '../../../lab/evaluate/retrieve';

export interface ShownRetrieval {
  /** The latest answer, or what was kept at a step; null before the first. */
  shown: Retrieval | null;
  /** The next answer is on its way. */
  isOld: boolean;
  /** The step of which nothing was kept of that person, as of all who are made up; null where something was. */
  lacksAt: number | null;
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
  const hasWeights = useHasWeights();
  const ask = useCallback(() => bench.ask('retrieve', { user: JSON.parse(user) as Who, k }), [bench, user, k]);
  const isLive = useRun(({ at }) => at === null);
  const { answer: live, isOld } = useLatestAnswer(
    who !== null && hasWeights && isLive ? ask : null,
    `${user} ${k}`,
    following,
  );
  const row = typeof who === 'number' ? who : null;
  const recall = useCallback(
    async (run: string, step: number) => (row === null ? null : bench.ask('recall', { run, step, user: row, k })),
    [bench, row, k],
  );
  const recalled = useRecalled(recall);
  const at = useRun((run) => run.at);
  useFollowed(following.follows ? (live?.step ?? null) : null);
  if (isLive) return { shown: live, isOld, lacksAt: null, hasWeights };
  return { shown: recalled ?? null, isOld: false, lacksAt: recalled === null ? at : null, hasWeights };
}

/** There are weights that can be asked. */
export const useHasWeights = (): boolean =>
  useRun(
    ({ progress: { step, phase } }) =>
      step > 0 && (phase === 'training' || phase === 'paused' || phase === 'done' || phase === 'idle'),
  );

/** While training, everything else on the page is shown at the step of what was answered last. */
export function useFollowed(step: number | null): void {
  const { run } = useBench();
  // Until the first answer of a new run, the lists are those of the one before.
  const followed = useRun(({ progress }) =>
    progress.phase === 'training' && step !== null && step <= progress.step ? step : null,
  );
  useEffect(() => run.follow(followed), [run, followed]);
  useEffect(() => () => run.follow(null), [run]);
}
