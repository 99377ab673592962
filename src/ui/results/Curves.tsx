/** Live curves: what they show, now, and by which protocol. */
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { REFERENCE_ROWS, type ReferenceRow } from '../../lab/evaluate/baseline-ids';
import { termSeries } from '../../lab/series';
import type { Curve } from '../../lab/stores/series';
import { findBlock } from '../../model/blocks/blocks';
import { objectivesOf } from '../../model/stages';
import { titleOf } from '../board/describe';
import { useBench, useData, useRun, useSpeech } from '../lab';
import { protocolSentence } from '../../words/sentences';
import { CopyButton } from './CopyButton';
import { niceEnd } from './labels';
import { TableButton } from './TableButton';
import { usePanelWidth } from './usePanelWidth';
import type { Baselines } from '../../lab/evaluate/baseline-figures';

const LineChart = lazy(() => import('./LineChart'));
const EMPTY: Curve = { steps: [], values: [] };
/**
 * Lines of baselines a chart has room for: the highest, beside the oracle. All of them stand in the table of the test
 * part.
 */
const LINES = 4;

export function Curves() {
  const speech = useSpeech();
  const { words, fill, number } = speech;
  const curves = useRun((run) => run.curves);
  const baselines = useRun((run) => run.baselines.validation);
  const summary = useData((data) => data.summary);
  const trained = useRun((run) => run.trained);
  const batch = trained?.settings.batch;
  // A single term is the loss itself.
  const objectives = trained ? objectivesOf(trained.graph) : [];
  const terms = objectives.length > 1 ? objectives.filter(({ id }) => curves[termSeries(id)]) : [];
  const protocol = summary ? protocolSentence(summary.protocol, summary.testUsers, speech) : '';
  const w = words.curves;
  return (
    <>
      <Figure
        series="loss"
        title={w.loss}
        curve={curves.loss ?? EMPTY}
        references={[]}
        digits={2}
        waiting={w.waiting}
        about={batch ? fill(w.lossAbout, { batch, start: number(Math.log(batch), 2) }) : w.lossAboutPlain}
        fromZero={false}
      />
      {terms.map((node) => (
        <Figure
          key={node.id}
          series={termSeries(node.id)}
          title={fill(w.term, { title: titleOf(node, findBlock(node.block), speech), id: node.id })}
          curve={curves[termSeries(node.id)] ?? EMPTY}
          references={[]}
          digits={2}
          waiting={w.waiting}
          about={w.termAbout}
          fromZero={false}
        />
      ))}
      <Figure
        series="recall@10"
        title={w.recall}
        curve={curves['recall@10'] ?? EMPTY}
        references={referencesOf(baselines, 'recall@10', words.baseline)}
        digits={3}
        waiting={w.waitingMetric}
        about={fill(w.metricAbout, { protocol })}
        fromZero
      />
      <Figure
        series="ndcg@10"
        title={w.ndcg}
        curve={curves['ndcg@10'] ?? EMPTY}
        references={referencesOf(baselines, 'ndcg@10', words.baseline)}
        digits={3}
        waiting={w.waitingMetric}
        about={fill(w.ndcgAbout, { protocol })}
        fromZero
      />
    </>
  );
}

interface Reference {
  name: string;
  value: number;
}

function referencesOf(
  baselines: Baselines,
  metric: string,
  names: Readonly<Record<ReferenceRow, string>>,
): Reference[] {
  const rows = REFERENCE_ROWS.flatMap((id) => {
    const value = baselines[id]?.[metric];
    return value === undefined ? [] : [{ id, name: names[id], value }];
  });
  const highest = rows
    .filter(({ id }) => id !== 'oracle')
    .toSorted((a, b) => b.value - a.value)
    .slice(0, LINES);
  return rows.filter((row) => row.id === 'oracle' || highest.includes(row));
}

const CHART_HEIGHT = 120;

function Figure(props: {
  series: string;
  title: string;
  curve: Curve;
  references: Reference[];
  digits: number;
  waiting: string;
  about: string;
  fromZero: boolean;
}) {
  const { series, title, curve, references, digits, waiting, about, fromZero } = props;
  const { run } = useBench();
  const { words, fill, number, list, sentences } = useSpeech();
  const pane = useRef<HTMLDivElement>(null);
  const width = usePanelWidth(pane);
  const [asTable, setAsTable] = useState(false);
  const format = useMemo(() => (value: number) => number(value, digits), [number, digits]);
  const last = curve.values.at(-1);
  const drawn = last !== undefined || references.length > 0;
  const domain = domainOf(curve, references, fromZero);
  const lastStep = curve.steps.at(-1) ?? 1;
  const best = references
    .filter(({ name }) => name !== words.baseline.oracle)
    .reduce<Reference | null>((a, b) => (a && a.value >= b.value ? a : b), null);
  const standing = (value: number, other: number): string =>
    format(value) === format(other) ? words.curves.level : value > other ? words.curves.above : words.curves.below;
  const verdict =
    last !== undefined && best
      ? fill(standing(last, best.value), { value: format(last), name: best.name, other: format(best.value) })
      : '';
  const spoken =
    last === undefined
      ? waiting
      : sentences(
          fill(words.curves.summary, {
            title,
            first: format(curve.values[0] ?? 0),
            last: format(last),
            steps: lastStep,
          }),
          ...(references.length
            ? [
                fill(words.curves.lines, {
                  names: list(references.map(({ name, value }) => `${name} ${format(value)}`)),
                }),
              ]
            : []),
        );
  const csv = (): string => {
    const points = run.points(series);
    return ['step,value', ...(points ? Array.from(points.steps, (step, i) => `${step},${points.values[i]}`) : [])].join(
      '\n',
    );
  };
  return (
    <section className="figure" aria-label={title}>
      <h2>
        {title}
        {last !== undefined && (
          <div className="figure-tools">
            <TableButton open={asTable} change={setAsTable} />
            <CopyButton label={words.common.copyCsv} text={csv} icon="copy" />
          </div>
        )}
        <span>{last === undefined ? '' : format(last)}</span>
      </h2>
      <div ref={pane} style={{ minHeight: CHART_HEIGHT }}>
        {!drawn && <p className="waiting">{waiting}</p>}
        {drawn && width > 0 && (
          <Suspense fallback={null}>
            <LineChart
              curve={curve}
              references={references}
              width={width}
              height={CHART_HEIGHT}
              domain={domain}
              lastStep={lastStep}
              name={words.curves.model}
              summary={spoken}
              axis={words.curves.axis}
              format={format}
              formatStep={number}
            />
          </Suspense>
        )}
      </div>
      <p className="about">{sentences(verdict, about)}</p>
      {asTable && (
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
      )}
    </section>
  );
}

/** Loss: its own range. Metrics: from zero to a round end above every line; none is above 1. */
function domainOf(curve: Curve, references: readonly Reference[], fromZero: boolean): [number, number] {
  const values = [...curve.values, ...references.map(({ value }) => value)].filter(Number.isFinite);
  if (values.length === 0) return [0, 1];
  const high = Math.max(...values);
  if (fromZero) return [0, Math.min(1, niceEnd(high * 1.05))];
  const low = Math.min(...values);
  const room = Math.max((high - low) * 0.06, 0.01);
  return [Math.floor((low - room) * 10) / 10, Math.ceil((high + room) * 10) / 10];
}
