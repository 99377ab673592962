/** Keys on a node of the board: what can be done to it, Escape, and arrows along the graph. */
import { useCallback, type KeyboardEvent, type RefObject } from 'react';
import { useNodeKeys } from '../editing/useNodeActions';
import { useBench, useDocument } from '../lab';
import type { Layout } from './layout/layout';
import { isArrow, walk } from './walk';

export function useBoardKeys(
  layout: Layout | undefined,
  board: RefObject<HTMLElement | null>,
): (event: KeyboardEvent, node: string) => void {
  const { view } = useBench();
  const onNodeKey = useNodeKeys(useDocument()?.graph);
  return useCallback(
    (event, node) => {
      if (event.nativeEvent.isComposing || onNodeKey(event.nativeEvent, node)) return;
      if (event.key === 'Escape') view.setState({ selected: null });
      if (!layout || !isArrow(event.key)) return;
      event.preventDefault();
      const next = walk(layout, node, event.key);
      if (next) board.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
    },
    [layout, board, view, onNodeKey],
  );
}
