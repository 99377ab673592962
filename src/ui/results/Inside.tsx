/** What blocks publish while they train: their live values as bars, each with its course over the run. */
import { useMemo, useState } from 'react';
import { meanSeries, spreadSeries, type Probe } from '../../model/probe';
import { findBlock } from '../../model/blocks/blocks';
import type { Curve } from '../../lab/stores/series';
import { useRun, useSpeech } from '../lab';
import { useTrainedProbes } from '../output-types';
import { ByField } from './ByField';
import { TableButton } from './TableButton';

/** More values than this stand side by side as columns, with their ends named. */
const MOST_BARS = 16;
const DIGITS = 3;

interface Value { label: string; mean: number; spread: number; curve: Curve }

export function Inside() {
  const { words } = useSpeech();
  const probes = useTrainedProbes();
  const curves = useRun((run) => run.curves);
  const trained = useRun((run) => run.trained);
  const shown = probes.filter(({ key }) => curves[meanSeries(key, 0)]);
  if (shown.length === 0) return <p className="waiting page">{trained && probes.length === 0 ? words.inside.none : words.inside.waiting}</p>;
  return <>{shown.map((probe) => <ProbeFigure key={probe.key} probe={probe} values={valuesOf(probe, curves)} />)}</>;
}

const valuesOf = ({ key, labels }: Probe, curves: Readonly<Record<string, Curve>>): Value[] => labels.flatMap((label, at) => {
  const curve = curves[meanSeries(key, at)];
  const mean = curve?.values.at(-1);
  return curve && mean !== undefined ? [{ label, mean, spread: curves[spreadSeries(key, at)]?.values.at(-1) ?? 0, curve }] : [];
});

function ProbeFigure({ probe, values }: { probe: Probe; values: readonly Value[] }) {
  const { words, language, fill, number, sentences } = useSpeech();
  const [asTable, setAsTable] = useState(false);
  const w = words.inside;
  const format = (value: number): string => number(value, DIGITS);
  const block = findBlock(probe.block)?.words[language];
  const title = block?.probes?.[probe.name] ?? probe.name;
  const highest = values.reduce((a, b) => (b.mean > a.mean ? b : a), values[0]!);
  const lowest = values.reduce((a, b) => (b.mean < a.mean ? b : a), values[0]!);
  const step = values[0]!.curve.steps.at(-1) ?? 0;
  const summary = values.length === 1
    ? fill(w.single, { value: format(values[0]!.mean), first: format(values[0]!.curve.values[0] ?? 0), step })
    : fill(w.summary, { high: highest.label, highValue: format(highest.mean), low: lowest.label, lowValue: format(lowest.mean), step });
  return (
    <section className="figure" aria-label={title}>
      <h2>
        {title}
        <div className="figure-tools">
          <TableButton open={asTable} change={setAsTable} />
        </div>
        <span>{values.length === 1 ? format(values[0]!.mean) : probe.nodeId}</span>
      </h2>
      {values.length === 1 ? <Course curve={values[0]!.curve} wide /> : values.length > MOST_BARS ? <Columns values={values} /> : <Bars values={values} format={format} />}
      <p className="about">{sentences(summary, ...(probe.per === 'row' ? [w.perRow] : []))}</p>
      {probe.per === 'row' && <ByField probe={probe} />}
      {asTable && (
        <div className="scroll" tabIndex={0} role="group" aria-label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{w.value}</th>
                <th scope="col" className="amount">{w.mean}</th>
                <th scope="col" className="amount">{w.spread}</th>
              </tr>
            </thead>
            <tbody>
              {values.map(({ label, mean, spread }, at) => (
                <tr key={at}>
                  <th scope="row">{label}</th>
                  <td className="amount">{format(mean)}</td>
                  <td className="amount">{format(spread)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Share of the axis a value takes; negative ones point left of zero. */
function scaleOf(values: readonly Value[]): { zero: number; share(value: number): number } {
  const low = Math.min(0, ...values.map(({ mean }) => mean));
  const high = Math.max(0, ...values.map(({ mean }) => mean));
  const size = high - low || 1;
  return { zero: -low / size, share: (value) => Math.abs(value) / size };
}

function Bars({ values, format }: { values: readonly Value[]; format(value: number): string }) {
  const { zero, share } = scaleOf(values);
  return (
    <ul className="live-bars">
      {values.map(({ label, mean, spread, curve }, at) => (
        <li key={at}>
          <b title={label}>{label}</b>
          <div className="live-bar" aria-hidden="true">
            <i style={{ left: `${100 * (mean < 0 ? zero - share(mean) : zero)}%`, width: `${100 * share(mean)}%` }} />
          </div>
          <Course curve={curve} />
          <span>{spread > 0 ? `${format(mean)} ± ${format(spread)}` : format(mean)}</span>
        </li>
      ))}
    </ul>
  );
}

function Columns({ values }: { values: readonly Value[] }) {
  const { share } = scaleOf(values);
  return (
    <div aria-hidden="true">
      <div className="live-columns">
        {values.map(({ label, mean }, at) => <i key={at} title={label} style={{ height: `${100 * share(mean)}%` }} />)}
      </div>
      <div className="live-ends">
        <span>{values[0]!.label}</span>
        <span>{values.at(-1)!.label}</span>
      </div>
    </div>
  );
}

const COURSE = { width: 56, height: 16 };

/** The course of a value over the run, in its own range. */
function Course({ curve, wide = false }: { curve: Curve; wide?: boolean }) {
  const points = useMemo(() => {
    const { steps, values } = curve;
    const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 1];
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return steps.map((step, i) => {
      const x = last > first ? ((step - first) / (last - first)) * COURSE.width : COURSE.width;
      const y = high > low ? (1 - ((values[i] ?? low) - low) / (high - low)) * (COURSE.height - 2) + 1 : COURSE.height / 2;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    }).join(' ');
  }, [curve]);
  return (
    <svg className={wide ? 'course wide' : 'course'} width={COURSE.width} height={COURSE.height} viewBox={`0 0 ${COURSE.width} ${COURSE.height}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points} fill="none" stroke="var(--soft)" strokeWidth="1.2" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
