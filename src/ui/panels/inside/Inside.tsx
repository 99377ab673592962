/** What blocks publish while they train: their live values as bars, each with its course over the run. */
import { useMemo, useState } from 'react';
import type { Curve } from '../../../lab/stores/thin';
import { findBlock } from '../../../model/nodes/registry';
import type { TowerGraph } from '../../../model/document/graph';
import { nodeById } from '../../../model/document/graph-edits';
import { meanSeries, type Probe } from '../../../model/check/probe';
import { Marker } from '../../board/nodes';
import { depthsOf } from '../../depth';
import { openSettings } from '../../editing/focus';
import { nodeName } from '../../editing/named';
import { useBench, useRun, useSpeech } from '../../lab';
import { highest, lowest, scaleOf, valuesOf, type LiveValue } from '../../live';
import { useTrainedProbes } from '../../judgement';
import { ByField } from './ByField';
import { TableButton } from '../../controls/TableButton';

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
  const curves = useRun((run) => run.curves);
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
  const { words, language, fill, number, sentences } = speech;
  const [asTable, setAsTable] = useState(false);
  const w = words.inside;
  const format = (value: number): string => number(value, DIGITS);
  const title = findBlock(probe.block)?.words[language].probes?.[probe.name] ?? probe.name;
  const [first, high, low] = [values[0], highest(values), lowest(values)];
  if (!first || !high || !low) return null;
  const single = values.length === 1;
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
    <section className="figure" aria-label={name} data-side={side}>
      <h2>
        {title}
        <div className="figure-tools">
          <TableButton open={asTable} change={setAsTable} />
        </div>
        {single && <span>{format(first.mean)}</span>}
      </h2>
      <button type="button" className="quiet figure-node" onClick={() => openSettings(view, probe.nodeId)}>
        <Marker side={side} />
        {node}
      </button>
      {single ? (
        <Course curve={first.curve} range={rangeOf(values)} wide />
      ) : values.length > MOST_BARS ? (
        <Columns values={values} />
      ) : (
        <Bars values={values} format={format} />
      )}
      <p className="about">{sentences(summary, ...(probe.per === 'row' ? [w.perRow] : []))}</p>
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
      {probe.per === 'row' && <ByField probe={probe} />}
    </section>
  );
}

type Range = readonly [low: number, high: number];

/** What all courses of a figure are drawn in, so that a small change looks small beside a large one. */
const rangeOf = (values: readonly LiveValue[]): Range => [
  Math.min(...values.flatMap(({ curve }) => curve.values)),
  Math.max(...values.flatMap(({ curve }) => curve.values)),
];

function Bars({ values, format }: { values: readonly LiveValue[]; format(value: number): string }) {
  const { zero, share } = scaleOf(values);
  const range = rangeOf(values);
  return (
    <ul className="live-bars">
      {values.map(({ label, mean, spread, curve }, at) => (
        <li key={at}>
          <b title={label}>{label}</b>
          <div className="live-bar" aria-hidden="true">
            <i style={{ left: `${100 * (mean < 0 ? zero - share(mean) : zero)}%`, width: `${100 * share(mean)}%` }} />
          </div>
          <Course curve={curve} range={range} />
          <span>{spread > 0 ? `${format(mean)} ± ${format(spread)}` : format(mean)}</span>
        </li>
      ))}
    </ul>
  );
}

function Columns({ values }: { values: readonly LiveValue[] }) {
  const { share } = scaleOf(values);
  return (
    <div aria-hidden="true">
      <div className="live-columns">
        {values.map(({ label, mean }, at) => (
          <i key={at} title={label} style={{ height: `${100 * share(mean)}%` }} />
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
