/** The test part: the model's best weights beside the baselines of the same split. */
import { useState } from 'react';
import { BASELINE_IDS, REFERENCE_ROWS, type ReferenceRow } from '../../lab/evaluate/baseline-ids';
import { isResting } from '../../lab/stores/run';
import { useBench, useData, useRun, useSpeech } from '../lab';
import { choicesText, chosenSentence, protocolSentence, stagesSentences } from '../../words/sentences';
import { CopyButton } from './CopyButton';
import type { Metrics } from '../../lab/evaluate/metrics';

type Row = { id: ReferenceRow | 'model'; name: string; about: string; metrics: Metrics };
const FIRST_METRICS = ['hr@10', 'recall@10', 'ndcg@10', 'mrr', 'hr@50', 'coverage@10', 'headShare@10'];

export function Result() {
  const speech = useSpeech();
  const { words, fill, count, number, line, sentences } = speech;
  const result = useRun((run) => run.result);
  const evaluated = useRun((run) => run.evaluated);
  const step = useRun((run) => run.progress.step);
  const summary = useData((data) => data.summary);
  const w = words.result;
  const tested = result ?? evaluated;
  if (!tested || !summary) return <Waiting />;
  const rows: Row[] = [
    { id: 'model', name: w.model, about: '', metrics: tested.metrics },
    ...REFERENCE_ROWS.flatMap((id): Row[] => {
      const metrics = tested.baselines[id];
      const choices = id === 'oracle' ? undefined : tested.baselines.chosen?.[id];
      return metrics
        ? [
            {
              id,
              name: words.baseline[id],
              about: line(words.baselineAbout[id], choices ? choicesText(choices, speech) : ''),
              metrics,
            },
          ]
        : [];
    }),
  ];
  const metrics = orderOf(tested.metrics);
  const protocol = protocolSentence(summary.protocol, summary.testUsers, speech);
  return (
    <>
      <section className="figure" aria-label={w.title}>
        <h2>
          {w.title}
          <span>{number(tested.metrics['hr@10'] ?? 0, 3)}</span>
        </h2>
        <p className="verdict">{verdict(rows, speech)}</p>
        <div className="scroll" tabIndex={0} role="group" aria-label={w.title}>
          <table className="result">
            <thead>
              <tr>
                <th scope="col">{w.metric}</th>
                {rows.map(({ id, name, about }) => (
                  <th key={id} scope="col" title={about || undefined}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {metrics.map((metric) => {
                const comparable = metric !== 'headShare@10';
                const best = Math.max(
                  ...rows.filter(({ id }) => id !== 'oracle').map((row) => row.metrics[metric] ?? -1),
                );
                return (
                  <tr key={metric}>
                    <th scope="row">{metricName(metric, speech)}</th>
                    {rows.map((row) => {
                      const value = row.metrics[metric];
                      const wins = comparable && value === best && row.id !== 'oracle';
                      return (
                        <td key={row.id} className={[row.id === 'model' ? 'model' : '', wins ? 'wins' : ''].join(' ')}>
                          {value === undefined ? words.common.none : bare(number(value, 3))}
                          {wins && <span className="sr-only">{w.winner}</span>}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <p className="about">
          {sentences(
            fill(w.about, { protocol }),
            chosenSentence(tested.baselines.chosen, BASELINE_IDS, speech),
            ...(result ? stagesSentences(result, speech) : []),
            result
              ? fill(w.best, { best: result.bestStep, steps: result.steps, epochs: count(w.epochs, result.epochs) })
              : fill(w.asTheyStand, { step }),
          )}
        </p>
        <div className="figure-tools">
          <CopyButton label={words.common.copyCsv} text={() => asCsv(rows, metrics)} />
        </div>
      </section>
      {result && (
        <section className="figure" aria-label={w.speed}>
          <h2>{w.speed}</h2>
          <dl className="numbers">
            <Figure value={number(result.speed.stepsPerSecond, 1)} label={w.stepsPerSecond} />
            <Figure value={number(result.speed.examplesPerSecond, 0)} label={w.examplesPerSecond} />
            <Figure value={number(result.speed.jsMsPerStep, 2)} label={w.js} />
            <Figure value={number(result.speed.dispatchesPerStep, 0)} label={w.dispatches} />
          </dl>
        </section>
      )}
    </>
  );
}

/** Before a training has ended: what will stand here, and the test of weights that are already there. */
function Waiting() {
  const bench = useBench();
  const { words } = useSpeech();
  const progress = useRun((run) => run.progress);
  const [busy, setBusy] = useState(false);
  const canTest = progress.step > 0 && isResting(progress.phase);
  return (
    <div className="waiting page">
      <p>{words.result.waiting}</p>
      {canTest && (
        <button
          type="button"
          disabled={busy}
          onClick={() => {
            setBusy(true);
            void bench.evaluate().finally(() => setBusy(false));
          }}
        >
          {busy ? words.result.evaluating : words.result.evaluate}
        </button>
      )}
    </div>
  );
}

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** '.231': a table of shares needs no leading zeros. */
const bare = (text: string): string => text.replace(/^0(?=\D)/, '');

function orderOf(metrics: Metrics): string[] {
  const rest = Object.keys(metrics).filter((name) => !FIRST_METRICS.includes(name));
  return [
    ...FIRST_METRICS.filter((name) => name in metrics),
    ...rest.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
  ];
}

function metricName(metric: string, { words, fill }: ReturnType<typeof useSpeech>): string {
  const [name = metric, k = ''] = metric.split('@');
  const templates: Readonly<Record<string, string>> = words.result.metrics;
  const template = templates[name];
  return template ? fill(template, { k }) : metric;
}

function verdict(rows: readonly Row[], { words, fill, number }: ReturnType<typeof useSpeech>): string {
  const of = (row: Row | undefined): number => row?.metrics['hr@10'] ?? 0;
  const [model, ...others] = rows;
  const best = others
    .filter(({ id }) => id !== 'oracle')
    .reduce<Row | undefined>((a, b) => (a && of(a) >= of(b) ? a : b), undefined);
  if (!best) return '';
  return fill(of(model) > of(best) ? words.result.lead : words.result.behind, {
    value: number(of(model), 3),
    name: best.name,
    other: number(of(best), 3),
  });
}

const asCsv = (rows: readonly Row[], metrics: readonly string[]): string =>
  [
    ['metric', ...rows.map(({ id }) => id)].join(','),
    ...metrics.map((metric) => [metric, ...rows.map((row) => row.metrics[metric] ?? '')].join(',')),
  ].join('\n');
