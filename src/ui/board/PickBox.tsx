/** Picks nodes with a box that is drawn over the ground while Shift is held; with Alt it takes them out again. */
import { useReactFlow } from '@xyflow/react';
import { useEffect, useState, type RefObject } from 'react';
import type { Box, Spot } from '../editor/nearest';
import { boxed, boxOf } from '../editor/selection';
import { swallowClick } from '../dragging/swallow-click';
import { useEdits } from '../editing/useEdits';
import { useBench } from '../lab';
import type { Drawing } from './drawing';

export function PickBox({ drawing, board }: { drawing: Drawing; board: RefObject<HTMLElement | null> }) {
  const { screenToFlowPosition } = useReactFlow();
  const { view } = useBench();
  const edits = useEdits();
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    const element = board.current;
    if (!element) return;
    const onPointerDown = (event: PointerEvent): void => {
      const isGround = event.target instanceof Element && event.target.closest('.react-flow__pane, .lane') !== null;
      if (event.button !== 0 || !event.shiftKey || !isGround) return;
      // The board would move along.
      event.stopPropagation();
      event.preventDefault();
      const from = { x: event.clientX, y: event.clientY };
      const mode = event.altKey ? 'remove' : 'add';
      const move = ({ clientX, clientY }: PointerEvent): void => setBox(boxOf(from, { x: clientX, y: clientY }));
      const end = ({ clientX, clientY }: PointerEvent): void => {
        window.removeEventListener('pointermove', move);
        setBox(null);
        swallowClick();
        const on = (spot: Spot): Spot => screenToFlowPosition(spot);
        const drawn = boxOf(on(from), on({ x: clientX, y: clientY }));
        edits.pick(boxed(view.getState().picked, drawing.layout.places, drawn, mode));
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', end, { once: true });
    };
    // React Flow listens to the mouse as well.
    const keep = (event: MouseEvent): void => {
      if (event.shiftKey && event.target instanceof Element && event.target.closest('.react-flow__pane, .lane'))
        event.stopPropagation();
    };
    element.addEventListener('pointerdown', onPointerDown, true);
    element.addEventListener('mousedown', keep, true);
    return () => {
      element.removeEventListener('pointerdown', onPointerDown, true);
      element.removeEventListener('mousedown', keep, true);
    };
  }, [board, drawing, edits, view, screenToFlowPosition]);
  if (!box) return null;
  return <div className="pick-box" style={{ left: box.x, top: box.y, width: box.width, height: box.height }} />;
}
