/** What a command found, as the one JSON object of `--json` and as a table to read. */
import type { Protocol } from '../data/dataset';
import type { Scaling } from '../data/platt-scaling';
import type { AgreementFound } from '../lab/commands/agreement';
import { REFERENCE_ROWS } from '../lab/rankers/rankers';
import { agreementTable } from '../words/agreement';
import { chosenSentence, insteadSentences, leftSentences, rowWords } from '../words/rankers';
import { leftOutSentences, pairsSentence, protocolSentence, stagesSentences } from '../words/sentences';
import type { LoadedData } from './load';
import type { Told } from './reading';
import { alignColumns } from './terminal';
import type { DatasetSummary } from '../lab/loading/describe-data';
import type { Baselines } from '../lab/evaluate/baseline-figures';
import type { Metrics } from '../lab/evaluate/metrics';
import type { RunSpeed, StagePlace } from '../lab/progress';
import type { Answer } from '../lab/protocol';
import { speech } from './speech';

export interface Report {
  /** Null for a graph of the person's own. */
  preset: string | null;
  /** What `--params` changed in the graph. */
  params: string | null;
  /** What fields behind gates were measured to cost before the run; null where nobody asked for it. */
  fieldTimes: Answer<'fieldTimes'> | null;
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
  /** Pairs of the test part that `auc` and `gauc` compare; null without shown rows. */
  testPairs: DatasetSummary['testPairs'];
  /** Null where all rows weigh the same. */
  rowWeights: DatasetSummary['rowWeights'];
  /** How the files were read and what became of their rows; null for a world. */
  read: Told['read'];
  rows: Told['rows'];
  metrics: Metrics;
  baselines: Baselines;
  /** By which the scores of a teacher became log-odds; null where nothing was learnt from such. */
  teacherScaling: Scaling | null;
  /** Beside the rankers of `--ranker` and `--scores`. */
  agreement: readonly AgreementFound[];
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

export const sizesOf = ({
  name,
  protocol,
  users,
  testUsers,
  items,
  pairs,
  leftOut,
  trainingRows,
  testPairs,
  rowWeights,
  told,
}: LoadedData) => ({
  dataset: name,
  protocol,
  users,
  testUsers,
  items,
  pairs,
  leftOut,
  trainingRows,
  testPairs,
  rowWeights,
  ...told,
});

const { words } = speech;

/** Decimals of figures. */
const DIGITS = 4;

const SHOWN: readonly string[] = ['hr@10', 'recall@10', 'ndcg@10', 'mrr', 'hr@50', 'coverage@10'];
/** Where there are shown rows. */
const OF_PAIRS: readonly string[] = ['auc', 'gauc'];
/** Where the graph has a teacher. */
const OF_TEACHER: readonly string[] = ['relevance@10', 'badCases@10'];

/** Those that are said first. */
const EARLY = SHOWN.slice(0, 3);

const cell = (metrics: Metrics, key: string): string =>
  metrics[key] === undefined ? words.common.none : metrics[key].toFixed(DIGITS);

function metricName(key: string): string {
  const [name = '', k = ''] = key.split('@');
  const { metrics } = words.result;
  return name in metrics ? speech.fill(metrics[name as keyof typeof metrics], { k }) : key;
}

/** "Towers: HR@10 0.1475, Recall@10 0.1197, NDCG@10 0.0663": what is said as soon as it is known. */
export const testedLine = (metrics: Metrics, name = words.result.model): string =>
  speech.fill(words.baselines.leftRow, {
    name,
    reason: speech.line(...EARLY.map((key) => `${metricName(key)} ${cell(metrics, key)}`)),
  });

/** What became of the scores of a teacher: "teacher: log-odds = 1.45 x score - 0.41, …". */
export function scalingLine({ slope, intercept }: Scaling): string {
  const digits = (x: number): string => String(Number(x.toPrecision(3)));
  const sum = `${digits(slope)} x score ${intercept < 0 ? '-' : '+'} ${digits(Math.abs(intercept))}`;
  return `teacher: log-odds = ${sum}, by Platt scaling over the training lists`;
}

/** A line for each entry. */
export function reportTable(report: Report): string[] {
  const rows: [string, Metrics][] = [
    [words.result.model, report.metrics],
    ...REFERENCE_ROWS.flatMap((id): [string, Metrics][] => {
      const metrics = report.baselines[id];
      return metrics ? [[rowWords(id, speech).title, metrics]] : [];
    }),
  ];
  const chosen = chosenSentence(report.baselines, speech);
  const shown = [...SHOWN, ...[...OF_PAIRS, ...OF_TEACHER].filter((key) => key in report.metrics)];
  const table = alignColumns([
    ['', ...shown.map(metricName)],
    ...rows.map(([name, metrics]) => [name, ...shown.map((key) => cell(metrics, key))]),
  ]);
  return [
    `${report.dataset}: ${speech.number(report.users)} users, ${speech.number(report.items)} items, ${speech.number(report.pairs)} pairs`,
    speech.fill(words.result.about, { protocol: protocolSentence(report.protocol, report.testUsers, speech) }),
    speech.sentences(...leftOutSentences(report, speech)),
    ...(report.testPairs ? [pairsSentence(report.testPairs, speech)] : []),
    '',
    ...table,
    '',
    ...report.agreement.flatMap(agreementLines),
    ...(chosen ? [chosen] : []),
    ...insteadSentences(report.baselines.instead, speech),
    ...leftSentences(report.baselines.left, speech),
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
  ];
}

function agreementLines(found: AgreementFound): string[] {
  const w = words.agreement;
  const { head, rows, about } = agreementTable(found, found.title, DIGITS, speech);
  const [metric, model, ranker, users] = head;
  const lines = rows.map((row) => {
    const of =
      typeof row.of === 'string' ? [words.common.none, words.common.none, row.of] : [...row.of, words.common.none];
    return [row.name, ...of, row.users];
  });
  return [
    speech.fill(w.title, { title: found.title }),
    ...alignColumns([[metric, model, ranker, w.both, users], ...lines]),
    about,
    '',
  ];
}

/** Dearest first; of a field behind several gates a line for each. */
export function fieldTimesTable({ adapter, gates }: Answer<'fieldTimes'>): string[] {
  const { head, times } = speech.words.selection;
  const rows = gates
    .flatMap(({ gate, fields }) => fields.map((field) => ({ gate, ...field })))
    .toSorted((a, b) => b.lookup + b.projection - (a.lookup + a.projection));
  return [
    speech.fill(times.about, { adapter }),
    ...alignColumns([
      [head.field, times.gate, times.width, times.slots, times.lookup, times.projection],
      ...rows.map(({ field, gate, width, to, slots, lookup, projection }) => [
        field,
        gate,
        `${width} → ${to}`,
        speech.number(slots, 2),
        lookup.toPrecision(3),
        projection.toPrecision(3),
      ]),
    ]),
  ];
}
