/**
 * A drag from the press to its end, as a value: no clock and no page. Points are of the screen, in pixels; the caller
 * says which target is under the pointer, and when a finger has been held long enough.
 */
import type { Spot } from './nearest';
import type { Verdict } from './targets';
import { keyOf, type Target, type Thing } from './things';

/** How far a pointer moves before a press is a drag. */
export const THRESHOLD = 5;

interface Held {
  thing: Thing;
  pointerId: number;
  /** Where it was pressed. */
  from: Spot;
  point: Spot;
}

export type Drag =
  | { phase: 'idle' }
  /** `waits`: a finger, which scrolls unless it is held first. */
  | ({ phase: 'pressed'; waits: boolean } & Held)
  /** `over`: what the pointer means, with its reason where it is not legal; null over nothing. */
  | ({ phase: 'dragging'; targets: readonly Verdict[]; over: Verdict | null } & Held)
  /** Let go on a target: the caller makes the drop, or says the reason. */
  | { phase: 'dropped'; thing: Thing; verdict: Verdict; point: Spot }
  /** `moved`: false for a press that stayed one, a click; true for a drag that was given up or let go over nothing. */
  | { phase: 'cancelled'; thing: Thing; moved: boolean };

export type DragEvent =
  /** `handle`: on what only drags, so that a finger need not be held. */
  | { kind: 'press'; thing: Thing; point: Spot; pointerId: number; pointerType: string; handle?: boolean }
  | { kind: 'held'; pointerId: number }
  | { kind: 'move'; point: Spot; pointerId: number; over: Target | null }
  | { kind: 'release'; pointerId: number }
  /** Escape, or the browser took the pointer. */
  | { kind: 'cancel' };

export const IDLE: Drag = { phase: 'idle' };

/**
 * What a drag becomes; the same object where the event is none of its own.
 * @param offers every target of a thing, asked once, when the drag begins
 * @param judge what a target is, with the point it carries
 */
export function dragged(
  drag: Drag,
  event: DragEvent,
  offers: (thing: Thing) => readonly Verdict[],
  judge: (thing: Thing, target: Target) => Verdict,
): Drag {
  if (event.kind === 'press') return pressed(drag, event);
  if (drag.phase !== 'pressed' && drag.phase !== 'dragging') return drag;
  const moved = drag.phase === 'dragging';
  if (event.kind === 'cancel') return { phase: 'cancelled', thing: drag.thing, moved };
  if (event.pointerId !== drag.pointerId) return drag;
  switch (event.kind) {
    case 'held':
      return drag.phase === 'pressed' && drag.waits ? begun(drag, offers) : drag;
    case 'move': {
      const { point, over } = event;
      if (drag.phase === 'pressed') {
        const isFar = Math.hypot(point.x - drag.from.x, point.y - drag.from.y) > THRESHOLD;
        if (!isFar) return drag;
        // The page scrolls, or the board moves.
        if (drag.waits) return { phase: 'cancelled', thing: drag.thing, moved: true };
      }
      const dragging = drag.phase === 'dragging' ? drag : begun(drag, offers);
      return { ...dragging, point, over: over && judge(drag.thing, over) };
    }
    case 'release':
      return drag.phase === 'dragging' && drag.over
        ? { phase: 'dropped', thing: drag.thing, verdict: drag.over, point: drag.point }
        : { phase: 'cancelled', thing: drag.thing, moved };
  }
}

/** A second pointer ends the drag of the first: two fingers move the board. */
function pressed(drag: Drag, event: Extract<DragEvent, { kind: 'press' }>): Drag {
  if (drag.phase === 'pressed' || drag.phase === 'dragging')
    return { phase: 'cancelled', thing: drag.thing, moved: true };
  const { thing, point, pointerId, pointerType, handle = false } = event;
  return { phase: 'pressed', thing, pointerId, from: point, point, waits: pointerType === 'touch' && !handle };
}

const begun = (
  { thing, pointerId, from, point }: Held,
  offers: (thing: Thing) => readonly Verdict[],
): Extract<Drag, { phase: 'dragging' }> => ({
  phase: 'dragging',
  thing,
  pointerId,
  from,
  point,
  targets: offers(thing),
  over: null,
});

/** Whether a target is the one under the pointer. */
export const isOver = (drag: Drag, target: Target): boolean =>
  drag.phase === 'dragging' && drag.over !== null && keyOf(drag.over.target) === keyOf(target);
