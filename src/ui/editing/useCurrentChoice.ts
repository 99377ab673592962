/** The current one of the found choices: arrows and pages move it, the pointer takes it, Enter chooses it. */
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { Choice } from './matching';

/** Choices that a page key passes. */
const PAGE = 6;

export interface CurrentChoice {
  current: Choice | undefined;
  /** Its place among those found; -1 without any. */
  at: number;
  point(at: number): void;
  onKeyDown(event: KeyboardEvent): void;
  /** The element whose options scroll into view. */
  list: RefObject<HTMLDivElement | null>;
}

export function useCurrentChoice(found: readonly Choice[], choose: (id: string) => void): CurrentChoice {
  const [wanted, point] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(wanted, found.length - 1);
  const current = found[at];
  const go = (to: number): void => {
    const next = (to + found.length) % found.length;
    point(next);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || found.length === 0) return;
    const step = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: Math.min(at + PAGE, found.length - 1),
      PageUp: Math.max(at - PAGE, 0),
    }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(step);
    } else if (event.key === 'Enter' && current) {
      event.preventDefault();
      choose(current.id);
    }
  };
  return { current, at, point, onKeyDown, list };
}
