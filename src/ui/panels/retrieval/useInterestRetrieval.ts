/** What each interest of a user retrieves. */
import { useCallback } from 'react';
import type { Who } from '../../../lab/evaluate/asked';
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
  const who = JSON.stringify(user);
  const ask = useCallback(
    () => bench.ask('retrieveByInterest', { user: JSON.parse(who) as Who, k, category, diversity }),
    [bench, who, k, category, diversity],
  );
  return useLatestAnswer(ask, `${who} ${k} ${category} ${diversity}`, following);
}
