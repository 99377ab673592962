/** Saved towers on the screen: which there are, which is drawn, and how one is opened. */
import { useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import type { SavedTowers } from '../../lab/towers/saved';
import type { TowersState } from '../../lab/stores/towers';
import type { Document } from '../../lab/stores/graph';
import { isResting } from '../../lab/stores/run';
import { sameTowers } from '../../model/edits/changes-from';
import { inEveryLanguage } from '../../words/words';
import { useBench, useDocument } from '../lab';
import { useOrigin } from '../origin';

export const useTowers = <T>(select: (towers: TowersState) => T): T => useStore(useBench().towers, select);

/**
 * The saved towers that are on screen, wherever their nodes stand and whatever they are titled. Ready-made ones that
 * nobody has changed are called as they are, unless they were opened by another name.
 */
export function useSavedOnScreen(): SavedTowers | undefined {
  const document = useDocument();
  const isWhole = useOrigin(document?.graph)?.changes === null;
  const saved = useTowers((towers) => towers.saved);
  return useMemo(() => {
    if (!document) return undefined;
    const same = saved.filter(({ towers }) => isSame(towers, document));
    return same.find(({ name }) => name === document.graph.title) ?? (isWhole ? undefined : same[0]);
  }, [document, isWhole, saved]);
}

const isSame = (a: Document, b: Document): boolean =>
  JSON.stringify(a.settings) === JSON.stringify(b.settings) && sameTowers(a.graph, b.graph);

export function useOpenSaved(): (name: string) => void {
  const bench = useBench();
  return useCallback(
    (name) => {
      bench.openTowers(name);
      const isLater = !isResting(bench.run.getState().progress.phase);
      const text = inEveryLanguage(({ words, fill, sentences }) =>
        sentences(fill(words.drawings.opened, { name }), isLater ? words.editing.done.next : ''),
      );
      bench.view.setState({ notice: { text, undo: true } });
    },
    [bench],
  );
}
