/** What each interest of a user retrieves, at the step that is shown. */
import { useCallback } from 'react';
import type { Ask } from '../../../lab/protocol';
import { useBench, useRun } from '../../lab';
import { useLatestAnswer, type Following } from './useLatestAnswer';
import { useRecalled } from './useRecalled';
import type { InterestRetrieval } from '../../../lab/evaluate/interest-lists';

/** @returns the latest answer, or what was kept at the step that is shown; null before the first */
export function useInterestRetrieval(
  { user, k, category, diversity }: Ask<'retrieveByInterest'>,
  following: Following,
): InterestRetrieval | null {
  const bench = useBench();
  const ask = useCallback(
    () => bench.ask('retrieveByInterest', { user, k, category, diversity }),
    [bench, user, k, category, diversity],
  );
  const isLive = useRun(({ at }) => at === null);
  const live = useLatestAnswer(isLive ? ask : null, `${k} ${category} ${diversity}`, following);
  const recall = useCallback(
    (run: string, step: number) => bench.ask('recallByInterest', { run, step, user, k, category, diversity }),
    [bench, user, k, category, diversity],
  );
  const recalled = useRecalled(recall);
  return isLive ? live : (recalled ?? null);
}
