/** The steps of the run that the page can go back to, the one it shows, and how one goes from one to another. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { stepShown, stopsOf, type Stop } from '../../lab/stores/clock';
import type { RunState } from '../../lab/stores/run';
import { useBench, useRun } from '../lab';

/** Between two stops that are played. */
const PLAY_MS = 400;

export interface TimelineState {
  stops: readonly Stop[];
  /** The last step of the run. */
  last: number;
  /** The step that everything shown is of. */
  shown: number;
  /** Whole epochs at that step; null where they are not known. */
  epoch: number | null;
  /** Null: the run as it is. */
  at: number | null;
  playing: boolean;
  /** To the stop that is the nearest, or to the run as it is where the last step is. */
  scrub(step: number): void;
  /** So many stops on; past the last one is the run as it is. */
  move(by: number): void;
  toFirst(): void;
  toLive(): void;
  togglePlay(): void;
}

type Stops = Pick<TimelineState, 'stops' | 'last'>;
const lastOf = ({ curves, progress }: RunState): number => Math.max(curves['loss']?.steps.at(-1) ?? 0, progress.step);

/** Where one can go back to now, and the last step of the run. */
export const stopsIn = (run: RunState): Stops => ({
  stops: stopsOf(run.marks, run.curves['ndcg@10']),
  last: lastOf(run),
});

function useStops(): Stops {
  const marks = useRun((state) => state.marks);
  const evaluated = useRun(({ curves }) => curves['ndcg@10']);
  const stops = useMemo(() => stopsOf(marks, evaluated), [marks, evaluated]);
  return { stops, last: useRun(lastOf) };
}

export function useTimeline(): TimelineState {
  const { run } = useBench();
  const { stops, last } = useStops();
  const shown = useRun(stepShown);
  const at = useRun((state) => state.at);
  const [playing, setPlaying] = useState(false);

  const lookAt = useCallback(
    (step: number | null): void => {
      setPlaying(false);
      run.lookAt(step);
    },
    [run],
  );
  const next = nextStop(stops, at, 1);
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      run.lookAt(next);
      if (next === null) setPlaying(false);
    }, PLAY_MS);
    return () => clearTimeout(timer);
  }, [playing, next, run]);

  return {
    stops,
    last,
    shown,
    epoch: stops.findLast(({ step, epoch }) => step <= shown && epoch !== null)?.epoch ?? null,
    at,
    playing,
    scrub: (step) => lookAt(nearest(stops, step, last)),
    move: (by) => lookAt(nextStop(stops, at, by)),
    toFirst: () => lookAt(stops[0]?.step ?? null),
    toLive: () => lookAt(null),
    togglePlay: () => {
      // From the beginning where the run is shown as it is.
      if (!playing && at === null) run.lookAt(stops[0]?.step ?? null);
      setPlaying(!playing && stops.length > 0);
    },
  };
}

/** Null past the last one: the run as it is. */
export function nextStop(stops: readonly Stop[], at: number | null, by: number): number | null {
  const place = at === null ? stops.length : stops.filter(({ step }) => step < at).length;
  // From between two stops the one before is a move back, too.
  const isBetween = at !== null && stops[place]?.step !== at;
  const to = place + by - (isBetween && by > 0 ? 1 : 0);
  return stops[Math.max(0, to)]?.step ?? null;
}

/** The stop nearest to a step; null where the last step of the run is nearer. */
export function nearest(stops: readonly Stop[], step: number, last: number): number | null {
  let best: number | null = null;
  let distance = Math.abs(last - step);
  for (const stop of stops)
    if (Math.abs(stop.step - step) < distance) [best, distance] = [stop.step, Math.abs(stop.step - step)];
  return best;
}
