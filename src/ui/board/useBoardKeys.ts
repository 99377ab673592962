/** Keys on a node of the board: what can be done to it, what is folded in it, Escape, and arrows along the graph. */
import { useCallback, type KeyboardEvent, type RefObject } from 'react';
import { useNodeKeys } from '../editing/useNodeActions';
import { useBench, useDocument } from '../lab';
import type { Drawing } from './drawing';
import { useGroups } from './useGroups';
import { isArrow, walk } from './walk';

export function useBoardKeys(
  drawing: Drawing | null,
  board: RefObject<HTMLElement | null>,
): (event: KeyboardEvent, node: string) => void {
  const { view } = useBench();
  const onNodeKey = useNodeKeys(useDocument()?.graph);
  const { toggle, toggleAll } = useGroups();
  return useCallback(
    (event, node) => {
      if (event.nativeEvent.isComposing || onNodeKey(event.nativeEvent, node)) return;
      if (event.key === 'Escape') view.setState({ selected: null });
      if (!drawing) return;
      if (event.code === 'KeyE' && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        const key = groupAt(drawing, node);
        if (event.shiftKey) toggleAll();
        else if (key !== null) toggle(key);
        return;
      }
      if (!isArrow(event.key)) return;
      event.preventDefault();
      const next = walk(drawing.layout, node, event.key);
      if (next) board.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
    },
    [drawing, board, view, toggle, toggleAll, onNodeKey],
  );
}

/** Of the fold that a node is, or of the opened group that it stands in. */
const groupAt = ({ nodes, open }: Drawing, node: string): string | null => {
  const folded = nodes.get(node)?.folded;
  // The innermost: runs stand behind the channels.
  return folded?.key ?? open.findLast(({ members }) => members.includes(node))?.key ?? null;
};
