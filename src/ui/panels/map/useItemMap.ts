/** The map of the step that is shown, turned onto the one before it. */
import { useCallback, useRef } from 'react';
import { alignedMap } from '../../../lab/evaluate/align-map';
import type { ItemMap, MapQuestion } from '../../../lab/evaluate/item-map';
import { useBench, useRun } from '../../lab';
import { useLatestAnswer, type Following } from '../retrieval/useLatestAnswer';
import { useRecalled } from '../retrieval/useRecalled';
import { useFollowed, useHasWeights } from '../retrieval/useRetrieval';

export interface ShownMap {
  /** The latest answer, or that of a snapshot; null before the first. */
  map: ItemMap | null;
  /** The step of which nothing was kept; null where something was. */
  lacksAt: number | null;
  /** There are weights to be asked. */
  hasWeights: boolean;
}

export function useItemMap({ user, k, category, item }: MapQuestion, following: Following): ShownMap {
  const bench = useBench();
  const hasWeights = useHasWeights();
  const at = useRun((run) => run.at);
  const before = useRef<ItemMap | null>(null);
  const aligned = useCallback((now: ItemMap | null): ItemMap | null => {
    if (now) before.current = alignedMap(before.current, now);
    return now && before.current;
  }, []);
  const ask = useCallback(
    async () => aligned(await bench.ask('map', { user, k, category, item })),
    [bench, aligned, user, k, category, item],
  );
  const question = JSON.stringify([user, k, category, item]);
  const { answer: live } = useLatestAnswer(hasWeights && at === null ? ask : null, question, following);
  const recall = useCallback(
    async (run: string, step: number) => aligned(await bench.ask('recallMap', { run, step, user, k, category, item })),
    [bench, aligned, user, k, category, item],
  );
  const recalled = useRecalled(recall);
  useFollowed(following.follows ? (live?.step ?? null) : null);
  if (at === null) return { map: live, lacksAt: null, hasWeights };
  // Until the first answer of a snapshot, the map that was there.
  return { map: recalled === undefined ? live : recalled, lacksAt: recalled === null ? at : null, hasWeights };
}
