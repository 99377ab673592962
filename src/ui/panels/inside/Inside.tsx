/** What blocks publish while they train: their live values as bars, each with its course over the run. */
import { useMemo, useState } from 'react';
import type { Curve } from '../../../lab/stores/thin';
import { findBlock } from '../../../model/nodes/registry';
import type { TowerGraph } from '../../../model/document/graph';
import { nodeById } from '../../../model/document/graph-edits';
import { meanSeries, type Probe } from '../../../model/check/probe';
import { Marker } from '../../controls/Marker';
import { depthsOf } from '../../depth';
import { openSettings } from '../../editing/focus';
import { nodeName } from '../../editing/named';
import { useBench, useRun, useSpeech } from '../../lab';
import { highest, lowest, rangeInWords, scaleOf, valuesOf, type LiveValue, type Scale } from '../../live';
import { useTrainedProbes } from '../../judgement';
import { ByField } from './ByField';
import { Heading } from '../../controls/Heading';
import { Bar, Column } from '../../controls/Bar';
import { TableButton } from '../../controls/TableButton';
import './inside.css';

/**
 * More values than this stand side by side as columns, with their ends named. Fields and parts are fewer as a rule,
 * positions of a past 20 or more.
 */
const MOST_BARS = 19;
const DIGITS = 3;

export function Inside() {
  const speech = useSpeech();
  const { words } = speech;
  const probes = useTrainedProbes();
  const curves = useRun((run) => run.shown);
  const graph = useRun((run) => run.trained?.graph);
  const ordered = useMemo(() => (graph ? fromTheTop(probes, graph) : []), [probes, graph]);
  const shown = ordered.filter(({ key }) => curves[meanSeries(key, 0)]);
  if (!graph || shown.length === 0)
    return <p className="waiting alone">{graph && probes.length === 0 ? words.inside.none : words.inside.waiting}</p>;
  return (
    <>
      {shown.map((probe) => (
        <ProbeFigure key={probe.key} graph={graph} probe={probe} values={valuesOf(probe, curves, speech)} />
      ))}
    </>
  );
}

/** As the drawing has them: what is nearest to the match first. */
function fromTheTop(probes: readonly Probe[], graph: TowerGraph): readonly Probe[] {
  const depths = depthsOf(graph);
  return probes.toSorted((a, b) => (depths.get(a.nodeId) ?? 0) - (depths.get(b.nodeId) ?? 0));
}

function ProbeFigure({ graph, probe, values }: { graph: TowerGraph; probe: Probe; values: readonly LiveValue[] }) {
  const { view } = useBench();
  const speech = useSpeech();
  const { words, fill, number, sentences } = speech;
  const [asTable, setAsTable] = useState(false);
  // Split values are of the weights that are there.
  const isLive = useRun(({ at }) => at === null);
  const w = words.inside;
  const format = (value: number): string => number(value, DIGITS);
  const title = words.blocks[findBlock(probe.block)?.id ?? probe.block]?.probes?.[probe.name] ?? probe.name;
  const [first, high, low] = [values[0], highest(values), lowest(values)];
  if (!first || !high || !low) return null;
  const single = values.length === 1;
  const scale = scaleOf(values, probe.axis);
  const step = first.curve.steps.at(-1) ?? 0;
  const start = ({ curve }: LiveValue): string => format(curve.values[0] ?? 0);
  const summary = single
    ? fill(w.single, { value: format(first.mean), first: start(first), step })
    : fill(w.summary, {
        high: high.label,
        highValue: format(high.mean),
        low: low.label,
        lowValue: format(low.mean),
        step,
      });
  const side = nodeById(graph, probe.nodeId)?.side ?? 'objective';
  const node = nodeName(graph, probe.nodeId, speech);
  // Two nodes of a block have charts of one title.
  const name = speech.line(title, node);
  return (
    <section className="figure probe" aria-label={name} data-side={side}>
      <Heading title={title} {...(single ? { value: format(first.mean) } : {})}>
        <div className="figure-tools">
          <TableButton open={asTable} change={setAsTable} />
        </div>
      </Heading>
      <button type="button" className="quiet figure-node" onClick={() => openSettings(view, probe.nodeId)}>
        <Marker side={side} />
        {node}
      </button>
      {single ? (
        <WideCourse curve={first.curve} range={rangeOf(values)} format={format} />
      ) : values.length > MOST_BARS ? (
        <Columns values={values} scale={scale} />
      ) : (
        <Bars values={values} scale={scale} format={format} />
      )}
      <p className="about">
        {sentences(
          summary,
          values.length > MOST_BARS ? rangeInWords(scale, speech) : '',
          probe.per === 'row' ? w.perRow : '',
        )}
      </p>
      {asTable && (
        <div className="scroll" tabIndex={0} role="group" aria-label={name}>
          <table>
            <thead>
              <tr>
                <th scope="col">{w.value}</th>
                <th scope="col" className="amount">
                  {w.start}
                </th>
                <th scope="col" className="amount">
                  {w.mean}
                </th>
                <th scope="col" className="amount">
                  {w.spread}
                </th>
              </tr>
            </thead>
            <tbody>
              {values.map((value, at) => (
                <tr key={at}>
                  <th scope="row">{value.label}</th>
                  <td className="amount">{start(value)}</td>
                  <td className="amount">{format(value.mean)}</td>
                  <td className="amount">{format(value.spread)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {probe.per === 'row' && isLive && <ByField probe={probe} />}
    </section>
  );
}

type Range = readonly [low: number, high: number];

/** What all courses of a figure are drawn in, so that a small change looks small beside a large one. */
const rangeOf = (values: readonly LiveValue[]): Range => [
  values.flatMap(({ curve }) => curve.values).reduce((least, value) => Math.min(least, value), Infinity),
  values.flatMap(({ curve }) => curve.values).reduce((most, value) => Math.max(most, value), -Infinity),
];

interface Drawn {
  values: readonly LiveValue[];
  scale: Scale;
}

/** Under the bars stand the ends of their axis and where they begin, under the courses the ends of theirs. */
function Bars({ values, scale, format }: Drawn & { format(value: number): string }) {
  const { number } = useSpeech();
  const range = rangeOf(values);
  const round = (value: number): string => number(Number(value.toPrecision(3)));
  return (
    <ul className="live-bars">
      {values.map(({ label, mean, spread, curve }, at) => (
        <li key={at}>
          <b title={label}>{label}</b>
          <div className="live-bar" aria-hidden="true">
            <Bar scale={scale} value={mean} />
          </div>
          <Course curve={curve} range={range} />
          <span>{spread > 0 ? `${format(mean)} ± ${format(spread)}` : format(mean)}</span>
        </li>
      ))}
      <li className="live-scale" aria-hidden="true">
        <div className="live-ends">
          <span>{round(scale.low)}</span>
          {scale.line !== null && <span>{round(scale.origin)}</span>}
          <span>{round(scale.high)}</span>
        </div>
        <span>{`${format(range[0])} – ${format(range[1])}`}</span>
      </li>
    </ul>
  );
}

/** The course of a single value, the ends of its axis beside it. */
function WideCourse({ curve, range, format }: { curve: Curve; range: Range; format(value: number): string }) {
  return (
    <div className="course-pane">
      <div className="course-ends" aria-hidden="true">
        <span>{format(range[1])}</span>
        <span>{format(range[0])}</span>
      </div>
      <Course curve={curve} range={range} wide />
    </div>
  );
}

function Columns({ values, scale }: Drawn) {
  return (
    <div aria-hidden="true">
      <div className="live-columns">
        {values.map(({ label, mean }, at) => (
          <Column key={at} title={label} scale={scale} value={mean} />
        ))}
      </div>
      <div className="live-ends">
        <span>{values[0]!.label}</span>
        <span>{values.at(-1)!.label}</span>
      </div>
    </div>
  );
}

const COURSE = { width: 80, height: 18 };

/** The course of a value over the run. */
function Course({ curve, range: [low, high], wide = false }: { curve: Curve; range: Range; wide?: boolean }) {
  const points = useMemo(() => {
    const { steps, values } = curve;
    const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 1];
    return steps
      .map((step, i) => {
        const x = last > first ? ((step - first) / (last - first)) * COURSE.width : COURSE.width;
        const y =
          high > low ? (1 - ((values[i] ?? low) - low) / (high - low)) * (COURSE.height - 2) + 1 : COURSE.height / 2;
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      })
      .join(' ');
  }, [curve, low, high]);
  return (
    <svg
      className={wide ? 'course wide' : 'course'}
      width={COURSE.width}
      height={COURSE.height}
      viewBox={`0 0 ${COURSE.width} ${COURSE.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.4" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
