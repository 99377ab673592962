import { useEffect, useRef, useState } from 'react';
import { useDocument } from '../lab';

const MOVING_MS = 320;

/** True for a moment after the board has arranged itself at a person's request: nodes glide to their places then. */
export function useMoved(): boolean {
  const isArranged = useDocument()?.graph.arranged ?? false;
  const before = useRef(isArranged);
  const [moving, setMoving] = useState(false);
  if (before.current !== isArranged) {
    before.current = isArranged;
    if (!isArranged) setMoving(true);
  }
  useEffect(() => {
    if (!moving) return;
    const timer = setTimeout(() => setMoving(false), MOVING_MS);
    return () => clearTimeout(timer);
  }, [moving]);
  return moving;
}
