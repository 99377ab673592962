/** What was kept of a question at the step that a person looks back at. */
import { useEffect, useState } from 'react';
import { useRun } from '../../lab';

/** Of a run on screen, at a step of it. */
export type Recall<T> = (run: string, step: number) => Promise<T | null>;

/**
 * The answer to a step stays until that to the next one is there.
 * @returns undefined where the run is shown as it is, and before the first answer; null where nothing was kept
 */
export function useRecalled<T>(recall: Recall<T>): T | null | undefined {
  const at = useRun((state) => state.at);
  const run = useRun((state) => state.id);
  const [answer, setAnswer] = useState<{ to: Recall<T>; kept: T | null } | null>(null);
  useEffect(() => {
    if (at === null || run === null) return;
    let isCurrent = true;
    void recall(run, at).then((kept) => {
      if (isCurrent) setAnswer({ to: recall, kept });
    });
    return () => {
      isCurrent = false;
    };
  }, [recall, run, at]);
  return at === null || answer?.to !== recall ? undefined : answer.kept;
}
