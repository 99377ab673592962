/** From the cursor to its step on the timeline: by a click into the chart, or by Enter at its keys. */
import { useEffect, useEffectEvent, type RefObject } from 'react';
import type { Cursor } from './cursor';

export interface Ways {
  /** Where a step leads: to a step, or null for the run as it is; undefined: nowhere. */
  leadsTo(step: number): number | null | undefined;
  lookAt(step: number | null): void;
}

/**
 * recharts owns the focusable element and what its keys do, so these listen around it: Enter would take its cursor
 * away, and a click would put it at the first step.
 * @param stepAt the step of a point so many pixels from the left: a tap comes before any cursor
 */
export function useGoThere(
  pane: RefObject<HTMLElement | null>,
  cursor: Cursor,
  stepAt: (x: number) => number | null,
  { leadsTo, lookAt }: Ways,
): void {
  const go = useEffectEvent((step: number | null): void => {
    const to = step === null ? undefined : leadsTo(step);
    if (to !== undefined) lookAt(to);
  });
  const onClick = useEffectEvent((event: MouseEvent): void => {
    go(stepAt(event.clientX - pane.current!.getBoundingClientRect().left));
  });
  useEffect(() => {
    const chart = pane.current;
    if (!chart) return;
    const listening = new AbortController();
    const { signal } = listening;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter') return;
      event.stopPropagation();
      go(cursor.getState().step);
    };
    chart.addEventListener('click', (event) => onClick(event), { signal });
    chart.addEventListener('keydown', onKey, { signal, capture: true });
    chart.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
    return () => listening.abort();
  }, [pane, cursor]);
}
