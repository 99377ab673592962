/** What each interest of a user retrieves: asked anew for another question, and, where followed, while training. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Ask } from '../../../lab/protocol';
import { useBench, useRun } from '../../lab';
import type { InterestRetrieval } from '../../../lab/evaluate/lanes';

/** Between two answers while training: the lanes ask for all items to be encoded. */
const PAUSE_MS = 2000;

/** @returns the latest answer; null before the first */
export function useInterestRetrieval(
  { user, k, category, diversity }: Ask<'retrieveByInterest'>,
  follows: boolean,
): InterestRetrieval | null {
  const bench = useBench();
  const step = useRun((run) => run.progress.step);
  const phase = useRun((run) => run.progress.phase);
  const [shown, setShown] = useState<InterestRetrieval | null>(null);
  const asking = useRef(false);
  const last = useRef({ question: '', at: 0 });

  const ask = useCallback(async () => {
    asking.current = true;
    const answer = await bench.ask('retrieveByInterest', { user, k, category, diversity });
    asking.current = false;
    last.current.at = Date.now();
    if (answer) setShown(answer);
  }, [bench, user, k, category, diversity]);
  // Another question at once; a step of the training after a while, where it is followed; the last step in any case.
  useEffect(() => {
    const question = `${k} ${category} ${diversity}`;
    const isNew = question !== last.current.question;
    const isStale =
      shown !== null &&
      shown.step !== step &&
      (phase !== 'training' || (follows && Date.now() - last.current.at >= PAUSE_MS));
    if (asking.current || !(isNew || isStale)) return;
    last.current.question = question;
    void ask();
  }, [ask, k, category, diversity, step, phase, follows, shown]);
  return shown;
}
