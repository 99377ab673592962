/** What a command found, as the one JSON object of `--json` and as a table to read. */
import type { Protocol } from '../data/dataset';
import { REFERENCE_ROWS } from '../lab/rankers/rankers';
import { chosenSentence, rowWords } from '../words/rankers';
import { leftOutSentences, protocolSentence, stagesSentences } from '../words/sentences';
import { speak } from '../words/words';
import type { DatasetSummary } from '../lab/loading/describe-data';
import type { Baselines } from '../lab/evaluate/baseline-figures';
import type { Metrics } from '../lab/evaluate/metrics';
import type { RunSpeed, StagePlace } from '../lab/progress';

export interface Report {
  /** Null for a graph of the person's own. */
  preset: string | null;
  /** What `--params` changed in the graph. */
  params: string | null;
  seed: number;
  steps: number;
  /** Null where only weights were tested. */
  epochs: number | null;
  dataset: string;
  protocol: Protocol;
  users: number;
  /** Users with a held-out moment: the figures are averages over them. */
  testUsers: number;
  items: number;
  pairs: number;
  leftOut: DatasetSummary['leftOut'];
  trainingRows: DatasetSummary['trainingRows'];
  metrics: Metrics;
  baselines: Baselines;
  speed: RunSpeed | null;
  /** The last stage that ran; null where only weights were tested. */
  stage: StagePlace | null;
  /** The stage whose weights were best on validation and stay. */
  keptStage: StagePlace | null;
  adapter: string;
  loss: { first: number; last: number } | null;
  /** Where the weights lie. */
  weights: string | null;
}

export const sizesOf = ({ name, protocol, users, testUsers, items, pairs, leftOut, trainingRows }: DatasetSummary) => ({
  dataset: name,
  protocol,
  users,
  testUsers,
  items,
  pairs,
  leftOut,
  trainingRows,
});

const speech = speak('en');
const { words } = speech;

const SHOWN = ['hr@10', 'recall@10', 'ndcg@10', 'mrr', 'hr@50', 'coverage@10'] as const;

function metricName(key: string): string {
  const [name = '', k = ''] = key.split('@');
  const { metrics } = words.result;
  return name in metrics ? speech.fill(metrics[name as keyof typeof metrics], { k }) : key;
}

export function reportTable(report: Report): string {
  const rows: [string, Metrics][] = [
    [words.result.model, report.metrics],
    ...REFERENCE_ROWS.flatMap((id): [string, Metrics][] => {
      const metrics = report.baselines[id];
      return metrics ? [[rowWords(id, speech).title, metrics]] : [];
    }),
  ];
  const cell = (metrics: Metrics, key: string) =>
    metrics[key] === undefined ? words.common.none : metrics[key].toFixed(4);
  const chosen = chosenSentence(report.baselines.chosen, speech);
  const table = alignColumns([
    ['', ...SHOWN.map(metricName)],
    ...rows.map(([name, metrics]) => [name, ...SHOWN.map((key) => cell(metrics, key))]),
  ]);
  return [
    `${report.dataset}: ${speech.number(report.users)} users, ${speech.number(report.items)} items, ${speech.number(report.pairs)} pairs`,
    speech.fill(words.result.about, { protocol: protocolSentence(report.protocol, report.testUsers, speech) }),
    speech.sentences(...leftOutSentences(report, speech)),
    '',
    table,
    '',
    ...(chosen ? [chosen] : []),
    `${report.params ? `${report.params}, ` : ''}seed ${report.seed}, ${speech.number(report.steps)} steps${report.epochs === null ? '' : `, ${report.epochs} epochs`}${report.loss ? `, loss ${report.loss.first.toFixed(4)} to ${report.loss.last.toFixed(4)}` : ''}`,
    ...(report.stage && report.keptStage
      ? stagesSentences({ stage: report.stage, keptStage: report.keptStage }, speech)
      : []),
    ...(report.speed
      ? [
          `${report.speed.stepsPerSecond.toFixed(1)} steps/s, ${speech.number(Math.round(report.speed.examplesPerSecond))} examples/s, ${report.speed.jsMsPerStep.toFixed(1)} ms of JavaScript and ${report.speed.dispatchesPerStep} dispatches per step on ${report.adapter}`,
        ]
      : [report.adapter]),
    ...(report.weights ? [`weights: ${report.weights}`] : []),
  ].join('\n');
}

/** First column to the left, the others to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, c) =>
    rows.reduce((widest, row) => Math.max(widest, (row[c] ?? '').length), 0),
  );
  return rows
    .map((row) =>
      row
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
