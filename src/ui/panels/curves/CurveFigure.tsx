/** A curve with what it says: its value now, how that stands beside the baselines, its points as a table, its files. */
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { Curve } from '../../../lab/stores/thin';
import { sampledName } from '../../../words/sample';
import type { Speech } from '../../../words/words';
import { useBench, useSpeech } from '../../lab';
import { CellsTable } from '../../charts/CellsTable';
import { FigureFiles } from '../../charts/FigureFiles';
import { niceEnd } from '../../charts/labels';
import { linesDrawn } from '../../charts/lines';
import type { Palette } from '../../charts/sheet';
import { stepTable, type Cells } from '../../charts/step-table';
import { CopyButton } from '../../controls/CopyButton';
import { copiedTable } from '../../controls/copied-table';
import { Heading } from '../../controls/Heading';
import { TableButton } from '../../controls/TableButton';
import { markOf } from '../../runs/RunMark';
import type { Cursor } from './cursor';
import type { Figure } from './figures';
import { dashOf, type Reference } from './references';
import type { BesideLine } from './useBeside';
import type { Ways } from './useGoThere';
import { usePanelWidth } from './usePanelWidth';

const LineChart = lazy(() => import('./LineChart'));
const LEAST_HEIGHT = 120;
/** Of a label at the end of a line, and of what is above and below them. */
const [LABEL_HEIGHT, EDGES] = [12, 28];

type Format = (value: number) => string;

interface Props extends Figure, Ways {
  curve: Curve;
  /** The same of other runs. */
  beside: readonly BesideLine[];
  /** Right end of the axis of steps, of all figures. */
  lastStep: number;
  cursor: Cursor;
}

export function CurveFigure(props: Props) {
  const { series, title, curve, beside, references, digits, waiting, about, lastStep, sample } = props;
  const { run } = useBench();
  const speech = useSpeech();
  const { words, number, sentences } = speech;
  const pane = useRef<HTMLDivElement>(null);
  const width = usePanelWidth(pane);
  const [asTable, setAsTable] = useState(false);
  const format = useMemo(() => (value: number) => number(value, digits), [number, digits]);
  const last = curve.values.at(-1);
  const drawn = last !== undefined || references.length > 0 || beside.length > 0;
  const domain = domainOf(props);
  const summary = spokenCurve(props, format, speech);
  const name = sampledName(words.curves.model, sample, speech);
  const table = (): Cells => stepTable(words.curves.axis, [{ name, curve }, ...besideNamed(beside)], references);
  const height = Math.max(LEAST_HEIGHT, EDGES + LABEL_HEIGHT * (1 + references.length + beside.length));
  return (
    <section className="figure" aria-label={title}>
      <Heading title={title} value={last === undefined ? '' : format(last)}>
        {(last !== undefined || beside.length > 0) && (
          <div className="figure-tools">
            <TableButton open={asTable} change={setAsTable} />
            <CopyButton
              label={words.common.copyCsv}
              text={() => copiedTable(rowsOf(run.points(series), sampledName('value', sample, speech)))}
              icon="copy"
            />
            <FigureFiles
              chart={title}
              step={lastStep}
              rows={table}
              drawn={(palette) => drawnCurve(props, { domain, summary, palette }, format, speech)}
            />
          </div>
        )}
      </Heading>
      <div ref={pane} style={{ minHeight: height }}>
        {!drawn && <p className="waiting">{waiting}</p>}
        {drawn && width > 0 && (
          <Suspense fallback={null}>
            <LineChart
              {...{ series, curve, beside, references, width, height, domain, lastStep, summary, format }}
              name={name}
              keys={words.curves.keys}
              cursor={props.cursor}
              formatStep={number}
              leadsTo={props.leadsTo}
              lookAt={props.lookAt}
            />
          </Suspense>
        )}
      </div>
      <p className="about">{sentences(verdictOf(props, format, speech), about)}</p>
      {asTable && <CellsTable label={title} cells={table()} format={format} />}
    </section>
  );
}

const besideNamed = (beside: readonly BesideLine[]) => beside.map(({ label, curve }) => ({ name: label, curve }));

/** As it stands on the screen, for a file. */
function drawnCurve(
  { title, curve, beside, references, lastStep, sample }: Props,
  { domain, summary, palette }: { domain: readonly [number, number]; summary: string; palette: Palette },
  format: Format,
  speech: Speech,
): string {
  const { words, number } = speech;
  const { ink, soft, faint, reference } = palette;
  return linesDrawn(
    { title, summary, palette },
    {
      lines: [
        { name: sampledName(words.curves.model, sample, speech), curve, stroke: ink, width: 2 },
        ...beside.map(({ id, label, isBaseline, curve: other }) => ({
          name: label,
          curve: other,
          mark: markOf(id).shape,
          ...(isBaseline
            ? { stroke: soft, width: 3, dash: '7 4' }
            : { stroke: faint, width: 1.3, dash: markOf(id).dash }),
        })),
      ],
      levels: references.map((level) => ({
        ...level,
        stroke: level.id === 'random' ? faint : reference,
        dash: dashOf(level),
      })),
      domain,
      steps: [0, lastStep],
      axes: { steps: words.curves.axis, values: title },
      format,
      formatStep: number,
    },
  );
}

/** How the last value stands beside the best baseline; '' without one of them. */
function verdictOf({ curve, references, isRanked }: Props, format: Format, { words, fill }: Speech): string {
  const last = curve.values.at(-1);
  const best = references
    .filter(({ id }) => id !== 'oracle')
    .reduce<Reference | null>((a, b) => (a && a.value >= b.value ? a : b), null);
  if (last === undefined || !best || !isRanked) return '';
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
  const named = (of: readonly Reference[]): string => list(of.map(({ name, value }) => `${name} ${format(value)}`));
  const [ranked, chance] = [
    references.filter(({ id }) => id !== 'random'),
    references.filter(({ id }) => id === 'random'),
  ];
  return sentences(
    curve.values.length === 0
      ? fill(words.curves.noPoint, { title })
      : fill(words.curves.summary, {
          title,
          first: format(curve.values[0] ?? 0),
          last: format(curve.values.at(-1) ?? 0),
          steps: curve.steps.at(-1) ?? 1,
        }),
    ranked.length ? fill(words.curves.lines, { names: named(ranked) }) : '',
    chance.length ? fill(words.curves.chance, { names: named(chance) }) : '',
    beside.length ? fill(words.comparison.beside, { names: others }) : '',
  );
}

/** All points of the run, more than are drawn. */
const rowsOf = (points: { steps: Float64Array; values: Float64Array } | null, value: string): (string | number)[][] => [
  ['step', value],
  ...(points ? Array.from(points.steps, (step, i) => [step, points.values[i]!]) : []),
];

/** Loss: its own range. Metrics: from zero to a round end above every line; none is above 1. */
function domainOf({ curve, beside, references, fromZero }: Props): [number, number] {
  const values = [
    ...[curve, ...beside.map((line) => line.curve)].flatMap((line) => line.values),
    ...references.map(({ value }) => value),
  ].filter(Number.isFinite);
  if (values.length === 0) return [0, 1];
  const high = values.reduce((most, value) => Math.max(most, value));
  if (fromZero) return [0, Math.min(1, niceEnd(high * 1.05))];
  const low = values.reduce((least, value) => Math.min(least, value));
  const room = Math.max((high - low) * 0.06, 0.01);
  return [Math.floor((low - room) * 10) / 10, Math.ceil((high + room) * 10) / 10];
}
