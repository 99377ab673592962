/** One curve, its reference lines and their labels. Loaded on demand: recharts is the largest part of the page. */
import { memo, useEffect, useRef, type RefObject } from 'react';
import { CartesianGrid, Line, LineChart as Chart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { SeriesName } from '../../../lab/runs/series';
import type { Curve } from '../../../lab/stores/thin';
import { spreadLabels, type EndLabel } from '../../charts/labels';
import { markOf, RunMark } from '../../runs/RunMark';
import type { Cursor } from './cursor';
import { CursorLayer, PresentStep, TellCursor } from './CursorLayer';
import { AXIS_WIDTH, FOOT, heightOf, leftOf, rightOf, stepAt, TOP } from './plot';
import { dashOf, type Reference } from './references';
import type { BesideLine } from './useBeside';
import { useGoThere, type Ways } from './useGoThere';
import './curves.css';

export interface LineChartProps extends Ways {
  series: SeriesName;
  curve: Curve;
  /** Of other runs: the baseline thick and dashed, others faint, each with the dashes of its own. */
  beside: readonly BesideLine[];
  references: readonly Reference[];
  width: number;
  height: number;
  domain: readonly [number, number];
  lastStep: number;
  name: string;
  summary: string;
  /** What its keys do. */
  keys: string;
  cursor: Cursor;
  format(value: number): string;
  formatStep(step: number): string;
}

const AXIS = { type: 'number', axisLine: false, tickLine: false } as const;

function LineChart(props: LineChartProps) {
  const { series, curve, beside, width, height, domain, name, cursor, format, leadsTo } = props;
  const pane = useRef<HTMLDivElement>(null);
  useOneTabStop(pane);
  useGoThere(pane, cursor, (x) => stepAt(x, curve.steps, props), props);
  return (
    <div ref={pane} className="chart" style={{ width, height }}>
      <PresentStep plot={props} />
      <Plot {...props} />
      {beside.map(({ id, curve: other }) => {
        const { step, value } = endOf(other, domain[0]);
        return (
          <span key={id} className="line-mark" style={{ left: leftOf(step, props), top: heightOf(value, props) }}>
            <RunMark id={id} />
          </span>
        );
      })}
      {spreadLabels(endsOf(props), 12, TOP + 4, height - FOOT).map((label) => (
        <span
          key={label.run ?? label.text}
          className={`line-end ${label.strong ? 'strong' : ''}`}
          style={{ top: label.y - 8, left: width - rightOf(props) + 5 }}
          title={label.text}
          aria-hidden="true"
        >
          {label.run !== undefined && <RunMark id={label.run} />} {label.text}
        </span>
      ))}
      <CursorLayer
        cursor={cursor}
        series={series}
        plot={props}
        name={name}
        curve={curve}
        beside={beside}
        format={format}
        leadsTo={leadsTo}
      />
    </div>
  );
}

function Plot({
  series,
  curve,
  beside,
  references,
  width,
  height,
  domain,
  lastStep,
  summary,
  keys,
  cursor,
  format,
  formatStep,
}: LineChartProps) {
  const empty = curve.steps.length === 0;
  return (
    <Chart
      width={width}
      height={height}
      // Without points of its own recharts draws no reference line either: two are given, and not drawn.
      data={empty ? [0, lastStep].map((step) => ({ step, value: domain[0] })) : pointsOf(curve)}
      margin={{ top: TOP, right: rightOf({ references, beside }), bottom: 0, left: 0 }}
      aria-label={summary}
      title={summary}
      desc={keys}
    >
      <CartesianGrid vertical={false} stroke="var(--grid)" syncWithTicks />
      <XAxis
        {...AXIS}
        dataKey="step"
        domain={[0, lastStep]}
        ticks={empty ? [0] : [0, lastStep]}
        height={FOOT}
        tickFormatter={formatStep}
        interval={0}
        tick={<StepTick format={formatStep} last={lastStep} />}
      />
      <YAxis
        {...AXIS}
        domain={[...domain]}
        ticks={[0, 1, 2].map((i) => domain[0] + ((domain[1] - domain[0]) * i) / 2)}
        width={AXIS_WIDTH}
        tickFormatter={format}
        tick={{ fontSize: 10.5, fill: 'var(--faint)' }}
      />
      {/* It says which step is pointed at; what is shown there stands over the chart. */}
      {!empty && <Tooltip isAnimationActive={false} cursor={false} content={() => null} />}
      {!empty && <TellCursor cursor={cursor} series={series} />}
      {references.map((reference) => (
        <ReferenceLine
          key={reference.name}
          y={reference.value}
          stroke={reference.id === 'random' ? 'var(--faint)' : 'var(--reference)'}
          strokeDasharray={dashOf(reference)}
          strokeWidth={1.2}
          ifOverflow="hidden"
        />
      ))}
      {beside.map(({ id, isBaseline, curve: other }) => (
        <Line
          key={id}
          data={pointsOf(other)}
          dataKey="value"
          type="linear"
          stroke={isBaseline ? 'var(--soft)' : 'var(--faint)'}
          strokeOpacity={isBaseline ? 1 : 0.75}
          strokeWidth={isBaseline ? 3 : 1.3}
          strokeDasharray={isBaseline ? '7 4' : markOf(id).dash}
          dot={false}
          activeDot={false}
          tooltipType="none"
          isAnimationActive={false}
        />
      ))}
      <Line
        // Where other lines have points of their own, recharts looks for those of the chart no longer.
        {...(beside.length > 0 ? { data: empty ? [] : pointsOf(curve) } : {})}
        dataKey="value"
        type="linear"
        stroke={empty ? 'none' : 'var(--ink)'}
        strokeWidth={2}
        dot={!empty && curve.steps.length < 3 ? { r: 2, fill: 'var(--ink)' } : false}
        activeDot={false}
        isAnimationActive={false}
      />
    </Chart>
  );
}

const pointsOf = ({ steps, values }: Curve): { step: number; value: number | null }[] =>
  steps.map((step, i) => ({ step, value: values[i] ?? null }));

/** The last point that is a number; losses of a run that diverged end in what is none. */
function endOf({ steps, values }: Curve, none: number): { step: number; value: number } {
  const at = values.findLastIndex(Number.isFinite);
  return at < 0 ? { step: 0, value: none } : { step: steps[at]!, value: values[at]! };
}

/** What stands beside the plot, each at the height of its line: the references, and among them the curve itself. */
function endsOf({ curve, beside, references, name, ...plot }: LineChartProps): EndLabel[] {
  const y = (value: number): number => heightOf(value, plot);
  const last = curve.values.at(-1);
  const ends: EndLabel[] = references.map((reference) => ({
    text: reference.name,
    y: y(reference.value),
    strong: false,
  }));
  for (const { id, label, isBaseline, curve: other } of beside)
    ends.push({ text: label, y: y(endOf(other, plot.domain[0]).value), strong: isBaseline, run: id });
  if (ends.length > 0 && last !== undefined) ends.push({ text: name, y: y(last), strong: true });
  return ends;
}

/**
 * recharts draws its layers through portals into `<g>` elements. React listens for focus there, and Chrome takes an SVG
 * element with a focus listener for a tab stop: seven invisible ones in each chart.
 */
function useOneTabStop(pane: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const chart = pane.current;
    if (!chart) return;
    const settle = (): void =>
      chart
        .querySelectorAll('g[class^="recharts-zIndex-layer"]:not([tabindex])')
        .forEach((layer) => layer.setAttribute('tabindex', '-1'));
    settle();
    const layers = new MutationObserver(settle);
    layers.observe(chart, { childList: true, subtree: true });
    return () => layers.disconnect();
  }, [pane]);
}

/** First and last step stand inside the plot, not centred on its edges. */
function StepTick({
  x,
  y,
  payload,
  format,
  last,
}: {
  x?: number;
  y?: number;
  payload?: { value: number };
  format(step: number): string;
  last: number;
}) {
  const value = payload?.value ?? 0;
  return (
    <text
      x={x}
      y={(y ?? 0) + 6}
      textAnchor={value === last && last > 0 ? 'end' : 'start'}
      fontSize={10.5}
      fill="var(--faint)"
    >
      {format(value)}
    </text>
  );
}

export default memo(LineChart);
