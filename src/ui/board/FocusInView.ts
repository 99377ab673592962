/** A node that gets the focus by keys is brought into view: what has the focus must be seen. */
import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import { AROUND } from './view';

export function FocusInView({ board }: { board: RefObject<HTMLElement | null> }): null {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const pane = board.current;
    const show = ({ target }: FocusEvent): void => {
      // A pointer is at the node already: nothing may move under it.
      if (!pane || !(target instanceof Element) || !target.matches('[data-node]:focus-visible')) return;
      const [room, box] = [pane.getBoundingClientRect(), target.getBoundingClientRect()];
      const across = intoView(box.left, box.right, room.left + AROUND.side, room.right - AROUND.side);
      const down = intoView(box.top, box.bottom, room.top + AROUND.top, room.bottom - AROUND.bottom);
      if (across === 0 && down === 0) return;
      const { x, y, zoom } = getViewport();
      void setViewport({ x: x + across, y: y + down, zoom });
    };
    pane?.addEventListener('focusin', show);
    return () => pane?.removeEventListener('focusin', show);
  }, [board, getViewport, setViewport]);
  return null;
}

/** By how much a stretch must move to lie in another one; of one that is longer the beginning is seen. */
export function intoView(from: number, to: number, first: number, last: number): number {
  if (from < first) return first - from;
  return to > last ? Math.max(first - from, last - to) : 0;
}
