/** A curve with what it says: the value now, how it stands beside the baselines, and its points as a table or CSV. */
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { SeriesName } from '../../../lab/runs/series';
import type { Curve } from '../../../lab/stores/thin';
import type { Speech } from '../../../words/words';
import { useBench, useSpeech } from '../../lab';
import { Heading } from '../../controls/Heading';
import { CopyButton } from '../../controls/CopyButton';
import { copiedTable } from '../../controls/copied-table';
import { niceEnd } from './labels';
import { TableButton } from '../../controls/TableButton';
import type { BesideLine } from './useBeside';
import { usePanelWidth } from './usePanelWidth';

const LineChart = lazy(() => import('./LineChart'));
const LEAST_HEIGHT = 120;
/** Of a label at the end of a line, and of what is above and below them. */
const [LABEL_HEIGHT, EDGES] = [12, 28];

export interface Reference {
  name: string;
  value: number;
}

type Format = (value: number) => string;

interface Props {
  /** Its key among the curves of the run. */
  series: SeriesName;
  title: string;
  curve: Curve;
  /** The same of other runs. */
  beside: readonly BesideLine[];
  /** Lines of baselines, in the order of their rows. */
  references: readonly Reference[];
  digits: number;
  /** Said while it has no point. */
  waiting: string;
  about: string;
  /** The axis begins at zero, not at the lowest value. */
  fromZero: boolean;
}

export function CurveFigure(props: Props) {
  const { series, title, curve, beside, references, digits, waiting, about, fromZero } = props;
  const { run } = useBench();
  const speech = useSpeech();
  const { words, number, sentences } = speech;
  const pane = useRef<HTMLDivElement>(null);
  const width = usePanelWidth(pane);
  const [asTable, setAsTable] = useState(false);
  const format = useMemo(() => (value: number) => number(value, digits), [number, digits]);
  const last = curve.values.at(-1);
  const drawn = last !== undefined || references.length > 0 || beside.length > 0;
  const height = Math.max(LEAST_HEIGHT, EDGES + LABEL_HEIGHT * (1 + references.length + beside.length));
  return (
    <section className="figure" aria-label={title}>
      <Heading title={title} value={last === undefined ? '' : format(last)}>
        {last !== undefined && (
          <div className="figure-tools">
            <TableButton open={asTable} change={setAsTable} />
            <CopyButton label={words.common.copyCsv} text={() => copiedTable(rowsOf(run.points(series)))} icon="copy" />
          </div>
        )}
      </Heading>
      <div ref={pane} style={{ minHeight: height }}>
        {!drawn && <p className="waiting">{waiting}</p>}
        {drawn && width > 0 && (
          <Suspense fallback={null}>
            <LineChart
              curve={curve}
              beside={beside}
              references={references}
              width={width}
              height={height}
              domain={domainOf([curve, ...beside.map((line) => line.curve)], references, fromZero)}
              lastStep={lastStepOf([curve, ...beside.map((line) => line.curve)])}
              name={words.curves.model}
              summary={spokenCurve(props, format, speech)}
              axis={words.curves.axis}
              format={format}
              formatStep={number}
            />
          </Suspense>
        )}
      </div>
      <p className="about">{sentences(verdictOf(props, format, speech), about)}</p>
      {asTable && <CurveTable title={title} curve={curve} format={format} />}
    </section>
  );
}

function CurveTable({ title, curve, format }: { title: string; curve: Curve; format: Format }) {
  const { words, number } = useSpeech();
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.curves.axis}</th>
            <th scope="col">{title}</th>
          </tr>
        </thead>
        <tbody>
          {curve.steps.map((step, i) => (
            <tr key={i}>
              <td>{number(step)}</td>
              <td>{format(curve.values[i] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How the last value stands beside the best baseline; '' without one of them. */
function verdictOf({ curve, references }: Props, format: Format, { words, fill }: Speech): string {
  const last = curve.values.at(-1);
  const best = references
    .filter(({ name }) => name !== words.oracle.title)
    .reduce<Reference | null>((a, b) => (a && a.value >= b.value ? a : b), null);
  if (last === undefined || !best) return '';
  const { level, above, below } = words.curves;
  const standing = format(last) === format(best.value) ? level : last > best.value ? above : below;
  return fill(standing, { value: format(last), name: best.name, other: format(best.value) });
}

/** The curve for those who do not see it: from where to where, over how many steps, beside which lines. */
export function spokenCurve(
  { title, curve, beside, references }: Pick<Props, 'title' | 'curve' | 'beside' | 'references'>,
  format: Format,
  { words, fill, list, sentences }: Speech,
): string {
  const others = list(beside.map((line) => `${line.label} ${format(line.curve.values.at(-1) ?? 0)}`));
  const names = list(references.map(({ name, value }) => `${name} ${format(value)}`));
  return sentences(
    curve.values.length === 0
      ? fill(words.curves.noPoint, { title })
      : fill(words.curves.summary, {
          title,
          first: format(curve.values[0] ?? 0),
          last: format(curve.values.at(-1) ?? 0),
          steps: curve.steps.at(-1) ?? 1,
        }),
    references.length ? fill(words.curves.lines, { names }) : '',
    beside.length ? fill(words.comparison.beside, { names: others }) : '',
  );
}

/** The longest run has the whole width. */
const lastStepOf = (curves: readonly Curve[]): number =>
  curves.reduce((last, { steps }) => Math.max(last, steps.at(-1) ?? 1), 1);

/** All points of the run, more than are drawn. */
const rowsOf = (points: { steps: Float64Array; values: Float64Array } | null): (string | number)[][] => [
  ['step', 'value'],
  ...(points ? Array.from(points.steps, (step, i) => [step, points.values[i]!]) : []),
];

/** Loss: its own range. Metrics: from zero to a round end above every line; none is above 1. */
function domainOf(curves: readonly Curve[], references: readonly Reference[], fromZero: boolean): [number, number] {
  const values = [...curves.flatMap((curve) => curve.values), ...references.map(({ value }) => value)].filter(
    Number.isFinite,
  );
  if (values.length === 0) return [0, 1];
  const high = values.reduce((most, value) => Math.max(most, value));
  if (fromZero) return [0, Math.min(1, niceEnd(high * 1.05))];
  const low = values.reduce((least, value) => Math.min(least, value));
  const room = Math.max((high - low) * 0.06, 0.01);
  return [Math.floor((low - room) * 10) / 10, Math.ceil((high + room) * 10) / 10];
}
