/** What each interest of a person retrieves, at the step of the list that it stands beside. */
import { useEffect, useState } from 'react';
import type { Who } from '../../../lab/evaluate/asked';
import type { InterestRetrieval } from '../../../lab/evaluate/interest-lists';
import type { Ask } from '../../../lab/protocol';
import { useBench, useRun } from '../../lab';

export interface ShownInterests {
  /** The latest answer; null before the first. */
  shown: InterestRetrieval | null;
  /** It is of another question or step: the next one is on its way. */
  isOld: boolean;
}

/** @param step of the list */
export function useInterestRetrieval(
  { user, k, category, diversity }: Ask<'retrieveByInterest'>,
  step: number,
): ShownInterests {
  const bench = useBench();
  const who = JSON.stringify(user);
  const run = useRun(({ id }) => id);
  const isLive = useRun(({ at }) => at === null);
  const [shown, setShown] = useState<{ answer: InterestRetrieval; to: string } | null>(null);
  const whole = JSON.stringify([who, k, category, diversity, step]);
  useEffect(() => {
    let isCurrent = true;
    const question = { user: JSON.parse(who) as Who, k, category, diversity };
    void (async () => {
      const kept = run === null ? null : await bench.ask('recallByInterest', { run, step, ...question });
      // The list may have been read before the one of somebody else.
      const answer = kept ?? (isLive && isCurrent ? await bench.ask('retrieveByInterest', question) : null);
      if (isCurrent && answer) setShown({ answer, to: whole });
    })();
    return () => {
      isCurrent = false;
    };
  }, [bench, run, step, isLive, who, k, category, diversity, whole]);
  return { shown: shown?.answer ?? null, isOld: shown?.to !== whole };
}
