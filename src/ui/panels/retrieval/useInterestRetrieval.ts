/** What each interest of a user retrieves. */
import { useCallback } from 'react';
import type { Ask } from '../../../lab/protocol';
import { useBench } from '../../lab';
import { useLatestAnswer, type Following } from './useLatestAnswer';
import type { InterestRetrieval } from '../../../lab/evaluate/interest-lists';

/** @returns the latest answer; null before the first */
export function useInterestRetrieval(
  { user, k, category, diversity }: Ask<'retrieveByInterest'>,
  following: Following,
): InterestRetrieval | null {
  const bench = useBench();
  const ask = useCallback(
    () => bench.ask('retrieveByInterest', { user, k, category, diversity }),
    [bench, user, k, category, diversity],
  );
  return useLatestAnswer(ask, `${k} ${category} ${diversity}`, following);
}
