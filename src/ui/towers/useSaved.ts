/** Saved towers on the screen: which there are, which is drawn, and how one is opened. */
import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { SavedTowers } from '../../lab/towers/saved';
import type { TowersState } from '../../lab/stores/towers';
import { sameDocument, type Document } from '../../lab/stores/graph';
import { inEveryLanguage } from '../../words/words';
import { useBench, useDocument } from '../lab';

export const useTowers = <T>(select: (towers: TowersState) => T): T => useStore(useBench().towers, select);

/** The saved towers that are on screen, as far as what they say goes; whatever they are titled. */
export function useSavedOnScreen(): SavedTowers | undefined {
  const document = useDocument();
  return useTowers(({ saved }) => (document ? saved.find(({ towers }) => isSame(document, towers)) : undefined));
}

const isSame = ({ graph, settings }: Document, saved: Document): boolean =>
  graph.nodes.length === saved.graph.nodes.length &&
  sameDocument(
    { graph: { ...graph, title: '' }, settings },
    { graph: { ...saved.graph, title: '' }, settings: saved.settings },
  );

export function useOpenSaved(): (name: string) => void {
  const bench = useBench();
  return useCallback(
    (name) => {
      bench.openTowers(name);
      const text = inEveryLanguage(({ fill, words }) => fill(words.drawings.opened, { name }));
      bench.view.setState({ notice: { text, undo: true } });
    },
    [bench],
  );
}

/** Other tabs save too: the list is read anew whenever somebody comes to look at it. */
export function useListed(): void {
  const { listTowers } = useBench();
  useEffect(() => {
    const list = () => void listTowers();
    list();
    window.addEventListener('focus', list);
    return () => window.removeEventListener('focus', list);
  }, [listTowers]);
}
