/** From the cursor to its step on the timeline: by a click into the chart, or by Enter at its keys. */
import { useEffect, type RefObject } from 'react';
import type { Cursor } from './cursor';

export interface Ways {
  /** Where a step leads: to a step, or null for the run as it is; undefined: nowhere. */
  leadsTo(step: number): number | null | undefined;
  lookAt(step: number | null): void;
}

/**
 * recharts owns the focusable element and what its keys do, so these listen around it: Enter would take its cursor
 * away, and a click would put it at the first step.
 */
export function useGoThere(pane: RefObject<HTMLElement | null>, cursor: Cursor, { leadsTo, lookAt }: Ways): void {
  useEffect(() => {
    const chart = pane.current;
    if (!chart) return;
    const listening = new AbortController();
    const { signal } = listening;
    const go = (): void => {
      const { step } = cursor.getState();
      const to = step === null ? undefined : leadsTo(step);
      if (to !== undefined) lookAt(to);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter') return;
      event.stopPropagation();
      go();
    };
    chart.addEventListener('click', go, { signal });
    chart.addEventListener('keydown', onKey, { signal, capture: true });
    chart.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
    return () => listening.abort();
  }, [pane, cursor, leadsTo, lookAt]);
}
