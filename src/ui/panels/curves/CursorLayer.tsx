/** Over a chart: the step that the page shows, and what its lines were at the step that is pointed at. */
import { useEffect } from 'react';
import { useActiveTooltipLabel, useIsTooltipActive } from 'recharts';
import { useStore } from 'zustand';
import type { SeriesName } from '../../../lab/runs/series';
import type { Curve } from '../../../lab/stores/thin';
import { useRun, useSpeech } from '../../lab';
import { pointAt, type Cursor } from './cursor';
import { FOOT, heightOf, leftOf, TOP, type Plot } from './plot';
import type { BesideLine } from './useBeside';
import type { Ways } from './useGoThere';

/** Inside a chart of recharts: tells the others where it is pointed at, by whatever it takes for pointing. */
export function TellCursor({ cursor, series }: { cursor: Cursor; series: SeriesName }) {
  const isActive = useIsTooltipActive();
  const label = useActiveTooltipLabel();
  const step = isActive && label !== undefined ? Number(label) : null;
  useEffect(() => {
    if (step === null) cursor.leave(series);
    // A chart has the focus as long as its keys are used.
    else cursor.point(series, step, document.activeElement instanceof SVGElement);
  }, [cursor, series, step]);
  useEffect(() => () => cursor.leave(series), [cursor, series]);
  return null;
}

/** A line at the step of the timeline; none where the run is shown as it is. */
export function PresentStep({ plot }: { plot: Plot }) {
  const step = useRun(({ at, followed }) => at ?? followed);
  return step === null || step > plot.lastStep ? null : <i className="present-step" style={upright(step, plot)} />;
}

interface Props {
  cursor: Cursor;
  /** Of the chart that this is over. */
  series: SeriesName;
  plot: Plot;
  name: string;
  curve: Curve;
  beside: readonly BesideLine[];
  format(value: number): string;
  leadsTo: Ways['leadsTo'];
}

/** The chart that is pointed at says all; the others say no more than the run, beside the one it is compared with. */
export function CursorLayer({ cursor, series, plot, name, curve, beside, format, leadsTo }: Props) {
  const { words, fill, number } = useSpeech();
  const { step, of } = useStore(cursor);
  if (step === null || step > plot.lastStep) return null;
  const w = words.curves;
  const isPointedAt = of === series;
  const own = pointAt(curve, step);
  // A value of an earlier step is said to be one.
  const said = isPointedAt ? step : own && own.step < step ? own.step : null;
  const x = leftOf(step, plot);
  const to = isPointedAt ? leadsTo(step) : undefined;
  const side = x < plot.width / 2 ? { left: x + 8 } : { right: plot.width - x + 8 };
  const others = isPointedAt ? beside : beside.filter(({ isBaseline }) => isBaseline);
  return (
    <div aria-hidden="true">
      <i className="cursor-step" style={upright(step, plot)} />
      {own && Number.isFinite(own.value) && (
        <i className="cursor-point" style={{ left: leftOf(own.step, plot), top: heightOf(own.value, plot) }} />
      )}
      <dl className="cursor-values" style={side}>
        {said !== null && <dt>{fill(words.timeline.step, { step: number(said) })}</dt>}
        {[{ id: '', label: name, curve }, ...others].map((line) => {
          const point = pointAt(line.curve, step);
          return (
            <dd key={line.id}>
              {(isPointedAt || others.length > 0) && <span>{line.label}</span>}
              <b>{point ? format(point.value) : words.common.none}</b>
            </dd>
          );
        })}
        {to !== undefined && <dd className="about">{to === null ? w.goToLive : fill(w.goTo, { step: number(to) })}</dd>}
      </dl>
    </div>
  );
}

const upright = (step: number, plot: Plot) => ({
  left: leftOf(step, plot),
  top: TOP,
  height: plot.height - TOP - FOOT,
});
