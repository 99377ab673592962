/** One curve, its reference lines and their labels. Loaded on demand: recharts is the largest part of the page. */
import { memo, useEffect, useRef, type RefObject } from 'react';
import { CartesianGrid, Line, LineChart as Chart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { Curve } from '../../../lab/stores/thin';
import { markOf, RunMark } from '../../runs/RunMark';
import { spreadLabels, type EndLabel } from './labels';
import type { BesideLine } from './useBeside';
import './curves.css';

export interface LineChartProps {
  curve: Curve;
  /** Of other runs: the baseline thick and dashed, others faint, each with the dashes of its own. */
  beside: readonly BesideLine[];
  references: readonly { name: string; value: number }[];
  width: number;
  height: number;
  domain: readonly [number, number];
  lastStep: number;
  name: string;
  summary: string;
  axis: string;
  format(value: number): string;
  formatStep(step: number): string;
}

/** Room for the longest name of a line. */
const GUTTER = 100;
const AXIS_WIDTH = 38;
const TOP = 6;
const FOOT = 18;
const AXIS = { type: 'number', axisLine: false, tickLine: false } as const;
const TOOLTIP = {
  background: 'var(--panel)',
  border: '1px solid var(--line)',
  borderRadius: 7,
  padding: '4px 8px',
  fontSize: 11.5,
  color: 'var(--ink)',
};

/** Pixels right of the plot. */
const rightOf = ({ references, beside }: Pick<LineChartProps, 'references' | 'beside'>): number =>
  references.length + beside.length > 0 ? GUTTER : 6;

function LineChart(props: LineChartProps) {
  const { beside, width, height, domain, lastStep } = props;
  const pane = useRef<HTMLDivElement>(null);
  useOneTabStop(pane);
  return (
    <div ref={pane} className="chart" style={{ width, height }}>
      <Plot {...props} />
      {beside.map(({ id, curve }) => {
        const { step, value } = endOf(curve, domain[0]);
        const left = AXIS_WIDTH + (step / lastStep) * (width - AXIS_WIDTH - GUTTER);
        return (
          <span key={id} className="line-mark" style={{ left, top: heightOf(value, props) }}>
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
    </div>
  );
}

function Plot({
  curve,
  beside,
  references,
  width,
  height,
  domain,
  lastStep,
  name,
  summary,
  axis,
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
      {!empty && (
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--faint)', strokeWidth: 1 }}
          contentStyle={TOOLTIP}
          itemStyle={{ color: 'var(--ink)' }}
          labelFormatter={(step) => `${axis} ${formatStep(Number(step))}`}
          formatter={(value) => [format(Number(value)), name]}
        />
      )}
      {references.map((reference) => (
        <ReferenceLine
          key={reference.name}
          y={reference.value}
          stroke="var(--reference)"
          strokeDasharray="3 3"
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
        activeDot={{ r: 3 }}
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

/** Pixels from the top. */
const heightOf = (value: number, { height, domain }: Pick<LineChartProps, 'height' | 'domain'>): number =>
  TOP + (1 - (value - domain[0]) / (domain[1] - domain[0])) * (height - TOP - FOOT);

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
