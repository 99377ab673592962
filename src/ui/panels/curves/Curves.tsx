/** Live curves: what they show, now, and by which protocol. */
import { useCallback, useState } from 'react';
import { useStore } from 'zustand';
import type { Curve } from '../../../lab/stores/thin';
import { useBench, useSpeech } from '../../lab';
import { nearest, stopsIn } from '../../timeline/useTimeline';
import { Counting } from '../Counting';
import { createCursor, pointAt, type Cursor } from './cursor';
import { CurveFigure } from './CurveFigure';
import { useFigures, type Figure } from './figures';
import { useBeside } from './useBeside';
import { useDrawnCurves } from './useDrawnCurves';

const EMPTY: Curve = { steps: [], values: [] };

export function Curves() {
  const { run } = useBench();
  const curves = useDrawnCurves();
  const besideIn = useBeside();
  const { losses, metrics } = useFigures(curves);
  const [cursor] = useState(createCursor);
  const leadsTo = useCallback(
    (step: number) => {
      const { stops, last } = stopsIn(run.getState());
      return stops.length === 0 ? undefined : nearest(stops, step, last);
    },
    [run],
  );
  const all = [...losses, ...metrics].map((figure) => ({
    ...figure,
    curve: curves[figure.series] ?? EMPTY,
    beside: besideIn(figure.series),
  }));
  // The same steps above each other, and the longest run has the whole width.
  const lastStep = all
    .flatMap(({ curve, beside }) => [curve, ...beside.map((line) => line.curve)])
    .reduce((most, { steps }) => Math.max(most, steps.at(-1) ?? 1), 1);
  const common = { lastStep, cursor, leadsTo, lookAt: run.lookAt };
  return (
    <>
      {all.slice(0, losses.length).map((figure) => (
        <CurveFigure key={figure.series} {...figure} {...common} />
      ))}
      <Counting part="validation" />
      {all.slice(losses.length).map((figure) => (
        <CurveFigure key={figure.series} {...figure} {...common} />
      ))}
      <CursorInWords cursor={cursor} figures={all} />
    </>
  );
}

/** All values at the cursor, for those who move it by keys. */
function CursorInWords({ cursor, figures }: { cursor: Cursor; figures: readonly (Figure & { curve: Curve })[] }) {
  const { words, fill, number, list } = useSpeech();
  const { step, spoken } = useStore(cursor);
  const values = figures.flatMap(({ title, curve, digits }) => {
    const point = step === null ? null : pointAt(curve, step);
    return point ? [`${title} ${number(point.value, digits)}`] : [];
  });
  return (
    <p className="sr-only" role="status">
      {spoken && step !== null && fill(words.curves.at, { step: number(step), values: list(values) })}
    </p>
  );
}
