/** The test part: the model's best weights beside the baselines of the same split. */
import { isRunning } from '../../../lab/phases';
import { REFERENCE_ROWS } from '../../../lab/rankers/rankers';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { choicesText, chosenSentence, insteadSentences, leftReason, rowWords } from '../../../words/rankers';
import { pairsSentence, protocolSentence, stagesSentences } from '../../../words/sentences';
import type { Speech } from '../../../words/words';
import { CopyButton } from '../../controls/CopyButton';
import { WaitBar } from '../../controls/WaitBar';
import { copiedTable } from '../../controls/copied-table';
import { Counting } from '../Counting';
import { BesideRanker } from './BesideRanker';
import { ResultTable, type Recommender } from './ResultTable';
import { joined, type Baselines } from '../../../lab/evaluate/baseline-figures';
import type { Metrics } from '../../../lab/evaluate/metrics';
import type { RunSpeed } from '../../../lab/progress';
import './result.css';

const FIRST_METRICS = [
  'hr@10',
  'recall@10',
  'ndcg@10',
  'gauc',
  'auc',
  'coverage@10',
  'headShare@10',
  'relevance@10',
  'badCases@10',
  'mrr',
];

export function Result() {
  const speech = useSpeech();
  const { words, fill, count, number, sentences } = speech;
  const result = useRun((run) => run.result);
  const evaluated = useRun((run) => run.evaluated);
  const step = useRun((run) => run.progress.step);
  const summary = useData((data) => data.summary);
  const w = words.result;
  const baselines = useRun((run) => run.baselines.test);
  const figures = result ?? evaluated;
  // Figures do not wait for the baselines, and those of a file say less than what has been counted since.
  const tested = figures && { ...figures, baselines: joined(figures.baselines, baselines) };
  if (!tested || !summary)
    return (
      <>
        <Waiting />
        <BesideRanker />
      </>
    );
  const recommenders = recommendersOf(tested, speech);
  const metrics = orderOf(tested.metrics);
  const protocol = protocolSentence(summary.protocol, summary.testUsers, speech);
  return (
    <>
      <section className="figure" aria-label={w.title}>
        <h2>
          {w.title}
          <span>{number(tested.metrics['hr@10'] ?? 0, 3)}</span>
        </h2>
        <p className="verdict">{verdict(recommenders, speech)}</p>
        <Counting part="test" />
        <ResultTable recommenders={recommenders} metrics={metrics} />
        <p className="about">
          {sentences(
            fill(w.about, { protocol }),
            summary.testPairs && 'auc' in tested.metrics ? pairsSentence(summary.testPairs, speech) : '',
            chosenSentence(tested.baselines, speech),
            ...insteadSentences(tested.baselines.instead, speech),
            ...(result ? stagesSentences(result, speech) : []),
            result
              ? fill(w.best, { best: result.bestStep, steps: result.steps, epochs: count(w.epochs, result.epochs) })
              : fill(w.asTheyStand, { step }),
          )}
        </p>
        <div className="figure-tools">
          <CopyButton label={words.common.copyCsv} text={() => copiedTable(rowsOf(recommenders, metrics))} />
        </div>
      </section>
      <BesideRanker />
      {result && <Speed speed={result.speed} />}
    </>
  );
}

function Speed({ speed }: { speed: RunSpeed }) {
  const { words, number } = useSpeech();
  const w = words.result;
  return (
    <section className="figure" aria-label={w.speed}>
      <h2>{w.speed}</h2>
      <dl className="numbers">
        <Figure value={number(speed.stepsPerSecond, 1)} label={w.stepsPerSecond} />
        <Figure value={number(speed.examplesPerSecond, 0)} label={w.examplesPerSecond} />
        <Figure value={number(speed.jsMsPerStep, 2)} label={w.js} />
        <Figure value={number(speed.dispatchesPerStep, 0)} label={w.dispatches} />
      </dl>
    </section>
  );
}

/** Before a training has ended: what will stand here, and the test of weights that are already there. */
function Waiting() {
  const bench = useBench();
  const { words } = useSpeech();
  const progress = useRun((run) => run.progress);
  const busy = useRun((run) => run.asking.includes('evaluate'));
  const share = useRun((run) => run.waiting.evaluation ?? null);
  const canTest = progress.step > 0 && !isRunning(progress.phase);
  return (
    <div className="waiting alone">
      <p>{words.result.waiting}</p>
      <Counting part="test" />
      {busy && <WaitBar text={words.result.evaluating} share={share} cancel={() => void bench.cancelQuestion()} />}
      {canTest && !busy && (
        <button type="button" onClick={() => void bench.evaluate()}>
          {words.result.evaluate}
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

/** The model, then the baselines in the order of their rows: those that were counted, and why the others were not. */
function recommendersOf(tested: { metrics: Metrics; baselines: Baselines }, speech: Speech): Recommender[] {
  const { words, line } = speech;
  return [
    { id: 'model', name: words.result.model, about: '', metrics: tested.metrics, left: null },
    ...REFERENCE_ROWS.flatMap((id): Recommender[] => {
      const metrics = tested.baselines[id];
      const left = tested.baselines.left?.find((row) => row.id === id);
      if (!metrics && !left) return [];
      const { title, about } = rowWords(id, speech);
      const choices = id === 'oracle' ? '' : choicesText(id, tested.baselines.chosen?.[id] ?? {}, speech);
      return [
        {
          id,
          name: title,
          about: line(about, choices),
          metrics: metrics ?? {},
          left: metrics || !left ? null : leftReason(left, speech),
        },
      ];
    }),
  ];
}

function orderOf(metrics: Metrics): string[] {
  const rest = Object.keys(metrics).filter((name) => !FIRST_METRICS.includes(name));
  return [
    ...FIRST_METRICS.filter((name) => name in metrics),
    ...rest.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })),
  ];
}

function verdict(rows: readonly Recommender[], { words, fill, number }: Speech): string {
  const of = (row: Recommender | undefined): number => row?.metrics['hr@10'] ?? 0;
  const [model, ...others] = rows.filter(({ left }) => left === null);
  const best = others
    .filter(({ id }) => id !== 'oracle')
    .reduce<Recommender | undefined>((a, b) => (a && of(a) >= of(b) ? a : b), undefined);
  if (!best) return '';
  return fill(of(model) > of(best) ? words.result.lead : words.result.behind, {
    value: number(of(model), 3),
    name: best.name,
    other: number(of(best), 3),
  });
}

const rowsOf = (recommenders: readonly Recommender[], metrics: readonly string[]): (string | number)[][] => {
  const counted = recommenders.filter(({ left }) => left === null);
  return [
    ['metric', ...counted.map(({ id }) => id)],
    ...metrics.map((metric) => [metric, ...counted.map((row) => row.metrics[metric] ?? '')]),
  ];
};
