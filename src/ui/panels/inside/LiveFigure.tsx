/** Numbers that are read while a run trains: as bars on one axis, each with its course over the run. */
import { useMemo, useState, type ReactNode } from 'react';
import type { Curve } from '../../../lab/stores/thin';
import type { Speech } from '../../../words/words';
import type { Axis } from '../../../model/blocks/block';
import { barsDrawn } from '../../charts/bars';
import { CellsTable } from '../../charts/CellsTable';
import { FigureFiles } from '../../charts/FigureFiles';
import { linesDrawn } from '../../charts/lines';
import type { Palette, Sheet } from '../../charts/sheet';
import { stepTable, type Cells } from '../../charts/step-table';
import { Bar, Column } from '../../controls/Bar';
import { Heading } from '../../controls/Heading';
import { TableButton } from '../../controls/TableButton';
import { useSpeech } from '../../lab';
import { highest, lowest, rangeInWords, scaleOf, type LiveValue, type Scale } from '../../live';
import './inside.css';

/**
 * More values than this stand side by side as columns, with their ends named. Fields and parts are fewer as a rule,
 * positions of a past 20 or more.
 */
const MOST_BARS = 19;
const DIGITS = 3;

interface Props {
  title: string;
  /** What tells it from another of the same title; part of its name. */
  of?: string;
  side?: string;
  /** At least one. */
  values: readonly LiveValue[];
  axis: Axis;
  /** Said below the chart, after its summary. */
  about?: string;
  /** Between the title and the chart. */
  node?: ReactNode;
  children?: ReactNode;
}

export function LiveFigure({ title, of = '', side = 'match', values, axis, about = '', node, children }: Props) {
  const speech = useSpeech();
  const { words, fill, number, sentences } = speech;
  const [asTable, setAsTable] = useState(false);
  const w = words.inside;
  const format = (value: number): string => number(value, DIGITS);
  const [first, high, low] = [values[0], highest(values), lowest(values)];
  if (!first || !high || !low) return null;
  const single = values.length === 1;
  const scale = scaleOf(values, axis);
  const step = first.curve.steps.at(-1) ?? 0;
  const name = speech.line(title, of);
  const summary = sentences(
    single
      ? fill(w.single, { value: format(first.mean), first: format(startOf(first)), step })
      : fill(w.summary, {
          high: high.label,
          highValue: format(high.mean),
          low: low.label,
          lowValue: format(low.mean),
          step,
        }),
    values.length > MOST_BARS ? rangeInWords(scale, speech) : '',
    !single && scale.line !== null && axis.origin !== 0 ? fill(w.sign, { origin: axis.origin }) : '',
    about,
  );
  const cells = (): Cells => cellsOf(values, speech);
  const drawn = (palette: Palette): string => {
    const hue = side === 'user' || side === 'item' ? palette[side] : palette.ink;
    const head = { title: name, summary, palette };
    return single
      ? courseDrawn(head, first, hue, speech)
      : barsDrawn(head, { groups: [{ title: '', bars: values }], scale, hue, axis: w.mean, format });
  };
  return (
    <section className="figure probe" aria-label={name} data-side={side}>
      <Heading title={title} {...(single ? { value: format(first.mean) } : {})}>
        <div className="figure-tools">
          <TableButton open={asTable} change={setAsTable} />
          <FigureFiles chart={name} step={step} rows={cells} courses={() => coursesOf(values, speech)} drawn={drawn} />
        </div>
      </Heading>
      {node}
      {single ? (
        <WideCourse curve={first.curve} range={rangeOf(values)} format={format} />
      ) : values.length > MOST_BARS ? (
        <Columns values={values} scale={scale} />
      ) : (
        <Bars values={values} scale={scale} format={format} />
      )}
      <p className="about">{summary}</p>
      {asTable && <CellsTable label={name} cells={cells()} format={format} />}
      {children}
    </section>
  );
}

const startOf = ({ curve }: LiveValue): number => curve.values[0] ?? 0;

/** A row for each value, as it is now and as it began. */
function cellsOf(values: readonly LiveValue[], { words: { inside: w } }: Speech): Cells {
  const hasPlanted = values.some(({ planted }) => planted !== undefined);
  return [
    [w.value, w.start, w.mean, w.spread, ...(hasPlanted ? [w.planted] : [])],
    ...values.map((value) => [
      value.label,
      startOf(value),
      value.mean,
      value.spread,
      ...(hasPlanted ? [value.planted ?? null] : []),
    ]),
  ];
}

const coursesOf = (values: readonly LiveValue[], { words }: Speech): Cells =>
  stepTable(
    words.curves.axis,
    values.map(({ label, curve }) => ({ name: label, curve })),
  );

const courseDrawn = (head: Sheet, { label, curve }: LiveValue, hue: string, { words, number }: Speech): string =>
  linesDrawn(head, {
    lines: [{ name: label, curve, stroke: hue, width: 2 }],
    levels: [],
    domain: rangeOf([{ curve }]),
    steps: [curve.steps[0] ?? 0, curve.steps.at(-1) ?? 0],
    axes: { steps: words.curves.axis, values: label },
    format: (value) => number(value, DIGITS),
    formatStep: number,
  });

type Range = readonly [low: number, high: number];

/** What all courses of a figure are drawn in, so that a small change looks small beside a large one. */
const rangeOf = (values: readonly Pick<LiveValue, 'curve'>[]): Range => [
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
      {values.map(({ label, mean, spread, curve, planted }, at) => (
        <li key={at}>
          <b title={label}>{label}</b>
          <div className="live-bar" aria-hidden="true">
            <Bar scale={scale} value={mean} />
            {planted !== undefined && <span className="live-planted" style={{ left: `${100 * planted}%` }} />}
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
