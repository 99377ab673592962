/** Which step of a run the page shows, and the curves as they were then. */
import type { SnapshotMark } from '../runs/snapshots';
import type { SeriesLog, SeriesName } from '../runs/series';
import type { Curves, RunState } from './run';
import { thin, type Curve } from './thin';

/** Curves up to a step, thinned: one that has not grown since the last time is the same object. */
export class ThinnedCurves {
  private readonly known = new Map<SeriesName, { length: number; curve: Curve }>();

  constructor(private readonly log: SeriesLog) {}

  upTo(step: number): Curves {
    const curves: Partial<Record<SeriesName, Curve>> = {};
    for (const name of this.log.names) {
      const { steps, values } = this.log.points(name)!;
      const length = countUpTo(steps, step);
      const known = this.known.get(name);
      if (length > 0)
        curves[name] =
          known?.length === length ? known.curve : thin(steps.subarray(0, length), values.subarray(0, length));
      if (length > 0) this.known.set(name, { length, curve: curves[name]! });
    }
    return curves;
  }

  /** Points have been taken back: others may come in their place. */
  forget(): void {
    this.known.clear();
  }
}

/** @param steps ascending */
function countUpTo(steps: Float64Array, step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A step that one can go back to; `epoch` is null where it is not known. */
export interface Stop {
  step: number;
  epoch: number | null;
}

/** Snapshots, and evaluations of a run where it has none; in the order of their steps. */
export function stopsOf(marks: readonly SnapshotMark[], evaluated: Curve | undefined): Stop[] {
  const stops = new Map<number, Stop>();
  for (const step of evaluated?.steps ?? []) stops.set(step, { step, epoch: null });
  for (const { step, epoch } of marks) stops.set(step, { step, epoch });
  return [...stops.values()].toSorted((a, b) => a.step - b.step);
}

/** The step of the moment, or that of the lists which follow the training: 0 before the first. */
export const stepShown = ({ at, followed, curves, progress }: RunState): number =>
  at ?? followed ?? curves['loss']?.steps.at(-1) ?? progress.step;
