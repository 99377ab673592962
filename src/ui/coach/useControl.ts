/** The control that a step speaks of, and where it is. */
import { useLayoutEffect, useState } from 'react';
import type { ControlAt } from './place';

/** Null while none of them is on screen. */
export function useControl(names: readonly string[]): ControlAt | null {
  const [at, setAt] = useState<ControlAt | null>(null);
  useLayoutEffect(() => {
    const controls = names.flatMap((name) => [...document.querySelectorAll(`[data-coach="${name}"]`)]);
    const measure = (): void => {
      const shown = controls.find((control) => control.getClientRects().length > 0);
      const row = shown?.parentElement;
      setAt(row ? { control: shown.getBoundingClientRect(), row: row.getBoundingClientRect() } : null);
    };
    // One comes, goes or moves where it or anything around it takes another size.
    const observer = new ResizeObserver(measure);
    for (const control of controls)
      for (let around: Element | null = control; around; around = around.parentElement) observer.observe(around);
    measure();
    return () => observer.disconnect();
  }, [names]);
  return at;
}
