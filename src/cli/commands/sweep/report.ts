/** What a sweep found, as the one JSON object of `--json` and as a table to read. */
import type { MeanInterval } from '../../../lab/evaluate/interval';
import type { DatasetSummary } from '../../../lab/loading/describe-data';
import { testedMetrics } from '../../../lab/runs/run';
import type { SweepRow, SweepSummary } from '../../../lab/sweeps/summary';
import { WATCHED_NAMES } from '../../../words/watched';
import type { Json } from '../../../model/document/graph';
import { protocolSentence } from '../../../words/sentences';
import { speech } from '../../speech';
import { alignColumns } from '../../terminal';
import type { Chosen } from '../../training';

const SHOWN = [
  ['recall@10', 'Recall@10'],
  ['ndcg@10', 'NDCG@10'],
] as const;

const metricsOf = ({ runs }: SweepRow): string[] => [
  ...new Set(runs.flatMap((run) => Object.keys(testedMetrics(run)))),
];

/** Intervals are half widths of 95 % t-intervals over seeds; null where one run tells nothing of the spread. */
export const sweepReport = (
  { plan, watched, rows, chosen }: SweepSummary,
  { preset, params }: Pick<Chosen, 'preset' | 'params'>,
  { name, protocol }: Pick<DatasetSummary, 'name' | 'protocol'>,
) => ({
  dataset: name,
  protocol,
  preset,
  params,
  vary: plan.vary,
  seeds: plan.seeds,
  rows: rows.map((row) => ({
    value: row.value,
    validation: { [watched]: row.validation },
    test: Object.fromEntries(metricsOf(row).map((metric) => [metric, row.test(metric)])),
    runs: row.runs.map((run) => ({
      id: run.id,
      seed: run.settings.seed,
      validation: run.validation,
      metrics: testedMetrics(run),
    })),
  })),
  /** The value that is best on validation; null where only seeds differ, or nothing was evaluated. */
  chosen: chosen && chosen.value,
});

/** A line for each entry. */
export function sweepTable(
  { plan, watched, rows, chosen }: SweepSummary,
  { name, protocol, testUsers }: Pick<DatasetSummary, 'name' | 'protocol' | 'testUsers'>,
): string[] {
  const { words, fill, sentences } = speech;
  const w = words.comparison;
  const valueOf = (value: Json): string => (plan.vary === null ? '' : JSON.stringify(value));
  const head = [
    plan.vary ?? '',
    w.sweep.finished,
    fill(w.table.validation, { metric: WATCHED_NAMES[watched] }),
    ...SHOWN.map(([, metric]) => fill(w.table.test, { metric })),
  ];
  const table = alignColumns([
    head,
    ...rows.map((row) => [
      valueOf(row.value),
      String(row.runs.length),
      meanOf(row.validation),
      ...SHOWN.map(([metric]) => meanOf(row.test(metric))),
    ]),
  ]);
  return [
    `${name}: ${protocolSentence(protocol, testUsers, speech)}`,
    '',
    ...table,
    '',
    w.sweep.interval,
    ...(rows.length > 1
      ? [sentences(chosen ? fill(w.sweep.chosen, { value: valueOf(chosen.value) }) : '', w.sweep.rule)]
      : []),
  ];
}

const meanOf = (found: MeanInterval | null): string =>
  found === null
    ? speech.words.common.none
    : `${found.mean.toFixed(4)}${found.half === null ? '' : ` ± ${found.half.toFixed(4)}`}`;
