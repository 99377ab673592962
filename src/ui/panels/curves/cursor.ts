/** The step that a person points at in one of the curves: all of them show their values there. */
import { createStore } from 'zustand/vanilla';
import type { SeriesName } from '../../../lab/runs/series';
import type { Curve } from '../../../lab/stores/thin';

export interface CursorState {
  step: number | null;
  /** The chart that is pointed at. */
  of: SeriesName | null;
  /** By keys: it is said, too. */
  spoken: boolean;
}

const NOWHERE: CursorState = { step: null, of: null, spoken: false };

export const createCursor = () => {
  const store = createStore<CursorState>()(() => NOWHERE);
  return {
    ...store,
    point(of: SeriesName, step: number, spoken: boolean): void {
      store.setState({ step, of, spoken });
    },
    /** Unless another chart is pointed at by now. */
    leave(of: SeriesName): void {
      if (store.getState().of === of) store.setState(NOWHERE);
    },
  };
};

export type Cursor = ReturnType<typeof createCursor>;

/** The last point up to a step, of those that are drawn; null before the first. */
export function pointAt({ steps, values }: Curve, step: number): { step: number; value: number } | null {
  const at = steps.findLastIndex((known) => known <= step);
  return at < 0 ? null : { step: steps[at]!, value: values[at]! };
}
