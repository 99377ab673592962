/**
 * Picking several nodes of a list: Ctrl adds one or takes it away, Shift takes all from where the picking began, Ctrl A
 * takes all, Escape none.
 */
import { useState, type KeyboardEvent } from 'react';
import type { TowerGraph } from '../../model/document/graph';
import { useEdits } from '../editing/useEdits';
import { pickedIn, range, toggled, type Picked } from '../editor/selection';
import { useView } from '../lab';

interface Picking {
  picked: Picked;
  /** A click with a key held. */
  pick(node: string, shift: boolean): void;
  /** Goes on from one node to its neighbour with Shift held. */
  extend(from: string, to: string): void;
  /** A key at a node; true where it was one of picking. */
  onKey(event: KeyboardEvent, node: string): boolean;
}

export function usePicking(graph: TowerGraph, order: readonly string[]): Picking {
  const [anchor, setAnchor] = useState<string>();
  const all = useView((v) => v.picked);
  const edits = useEdits();
  const picked = pickedIn(graph, all);
  const pick = (node: string, shift: boolean): void => {
    if (!shift) setAnchor(node);
    edits.pick(shift ? range(order, anchor ?? node, node) : toggled(picked, node));
  };
  return {
    picked,
    pick,
    extend(from, to) {
      const begin = picked.length === 0 ? from : (anchor ?? from);
      setAnchor(begin);
      edits.pick(range(order, begin, to));
    },
    onKey(event, node) {
      const isCtrl = event.ctrlKey || event.metaKey;
      const take =
        isCtrl && event.code === 'KeyA'
          ? () => edits.pick(order)
          : isCtrl && event.key === ' '
            ? () => pick(node, false)
            : event.key === 'Escape' && picked.length > 0
              ? () => edits.pick([])
              : null;
      if (!take) return false;
      event.preventDefault();
      event.stopPropagation();
      take();
      return true;
    },
  };
}
