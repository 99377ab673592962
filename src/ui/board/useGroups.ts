import { useCallback } from 'react';
import { speak } from '../../words/words';
import { useBench } from '../lab';
import { everyGroup } from './drawing';

/** Shows groups of the board in place, or folds them again. */
export function useGroups(): { toggle(key: string): void; toggleAll(): void } {
  const { view, graph, data } = useBench();
  const toggle = useCallback(
    (key: string): void => {
      view.setState(({ opened }) => ({
        opened: opened.includes(key) ? opened.filter((known) => known !== key) : [...opened, key],
      }));
    },
    [view],
  );
  const toggleAll = useCallback((): void => {
    const { document } = graph.getState();
    if (!document) return;
    const { opened, language } = view.getState();
    const all = everyGroup(document.graph, { summary: data.getState().summary, speech: speak(language) });
    view.setState({ opened: all.every((key) => opened.includes(key)) ? [] : all });
  }, [view, graph, data]);
  return { toggle, toggleAll };
}
