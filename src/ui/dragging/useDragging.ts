/** Pointer and Escape, handed to the drag; what it ends in is done to the drawing. */
import { useEffect } from 'react';
import { dragged, IDLE, type Drag, type DragEvent } from '../editor/drag';
import type { Spot } from '../editor/nearest';
import { targetsFor, verdictOn } from '../editor/targets';
import type { Drawing, Thing } from '../editor/things';
import { useEdits } from '../editing/useEdits';
import { gripAt } from './grip';
import { shapesOf, targetAt, type Drawn } from './shapes';
import { dragging } from './store';
import { swallowClick } from './swallow-click';

/** A finger rests this long before what lies under it is taken. */
const HOLD_MS = 350;

/** Of the drag that is going on: what it goes about in, and where its targets are drawn. */
interface About {
  drawing: Drawing;
  drawn: readonly Drawn[];
}

export function useDragging(): void {
  const edits = useEdits();
  useEffect(() => {
    let about: About | null = null;
    let hold: ReturnType<typeof setTimeout> | undefined;

    const aboutIn = (thing: Thing): About => {
      if (about) return about;
      const drawing = edits.drawing();
      const { board } = dragging.getState();
      about = { drawing, drawn: board ? shapesOf(targetsFor(drawing, thing), board.drawn) : [] };
      return about;
    };
    const put = (event: DragEvent): Drag => {
      const before = dragging.getState().drag;
      const drag = dragged(
        before,
        event,
        (thing) => aboutIn(thing).drawn.map(({ verdict }) => verdict),
        (thing, target) => verdictOn(aboutIn(thing).drawing, thing, target),
      );
      if (drag !== before) dragging.setState({ drag });
      return drag;
    };
    const over = (thing: Thing, point: Spot) => {
      const { board } = dragging.getState();
      const spot = board?.toBoard(point);
      if (!board || !spot) return null;
      return targetAt(aboutIn(thing).drawn, thing, spot, board.zoom());
    };
    const settle = (drag: Drag): void => {
      clearTimeout(hold);
      about = null;
      dragging.setState({ drag: IDLE });
      if (drag.phase === 'dropped') edits.drop(drag.thing, drag.verdict.target, false);
      if (drag.phase === 'dropped' || (drag.phase === 'cancelled' && drag.moved)) swallowClick();
    };

    const onPointerDown = (event: PointerEvent): void => {
      if (event.button !== 0 || event.shiftKey || event.ctrlKey || event.metaKey) return;
      const held = gripAt(event.target);
      if (!held) return;
      const { pointerId, pointerType, clientX: x, clientY: y } = event;
      const thing = startingAt(held.thing, { x, y });
      put({ kind: 'press', thing, point: { x, y }, pointerId, pointerType, handle: held.isHandle });
      clearTimeout(hold);
      hold = setTimeout(() => put({ kind: 'held', pointerId }), HOLD_MS);
    };
    const onPointerMove = ({ pointerId, clientX: x, clientY: y }: PointerEvent): void => {
      const { drag } = dragging.getState();
      if (drag.phase !== 'pressed' && drag.phase !== 'dragging') return;
      // What lies below is asked once the press is a drag.
      const isDragging = drag.phase === 'dragging';
      let next = put({
        kind: 'move',
        point: { x, y },
        pointerId,
        over: isDragging ? over(drag.thing, { x, y }) : null,
      });
      if (!isDragging && next.phase === 'dragging')
        next = put({ kind: 'move', point: { x, y }, pointerId, over: over(drag.thing, { x, y }) });
      if (next.phase === 'cancelled') settle(next);
    };
    const onPointerUp = ({ pointerId }: PointerEvent): void => {
      if (dragging.getState().drag.phase !== 'idle') settle(put({ kind: 'release', pointerId }));
    };
    const cancel = (): void => {
      if (dragging.getState().drag.phase !== 'idle') settle(put({ kind: 'cancel' }));
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || dragging.getState().drag.phase !== 'dragging') return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    };
    document.addEventListener('pointerdown', onPointerDown, true);
    window.addEventListener('pointermove', onPointerMove);
    window.addEventListener('pointerup', onPointerUp);
    window.addEventListener('pointercancel', cancel);
    window.addEventListener('keydown', onKeyDown, true);
    const release = keepStill();
    return () => {
      cancel();
      document.removeEventListener('pointerdown', onPointerDown, true);
      window.removeEventListener('pointermove', onPointerMove);
      window.removeEventListener('pointerup', onPointerUp);
      window.removeEventListener('pointercancel', cancel);
      window.removeEventListener('keydown', onKeyDown, true);
      release();
    };
  }, [edits]);
}

/** What the browser does with a pointer that is down: not while something is dragged. Returns the way back. */
function keepStill(): () => void {
  // Text that the pointer passes is not selected.
  const onSelectStart = (event: Event): void => {
    if (dragging.getState().drag.phase !== 'idle') event.preventDefault();
  };
  // A finger that is held must not scroll from then on.
  const onTouchMove = (event: TouchEvent): void => {
    if (dragging.getState().drag.phase === 'dragging') event.preventDefault();
  };
  document.addEventListener('selectstart', onSelectStart);
  document.addEventListener('touchmove', onTouchMove, { passive: false });
  return () => {
    document.removeEventListener('selectstart', onSelectStart);
    document.removeEventListener('touchmove', onTouchMove);
  };
}

/** Nodes are taken at the point of the board that the pointer is at. */
function startingAt(thing: Thing, point: Spot): Thing {
  if (thing.kind !== 'nodes') return thing;
  const spot = dragging.getState().board?.toBoard(point);
  return spot ? { ...thing, from: [spot.x, spot.y] } : thing;
}
