/**
 * The results of the study `impressions` as Markdown, a table for each log. Intervals of GAUC are over users and seeds
 * together, and differences are paired by user, as those of the reference logs; AUC is of all pairs, and its interval
 * over seeds alone.
 */
import type { SplitRule } from '../../../data/dataset';
import { UserResamples, type SampledMeans } from '../../../lab/evaluate/bootstrap';
import { rankers } from '../../../lab/rankers/rankers';
import { spread } from '../../../lab/studies/judging/digits';
import { rowWords } from '../../../words/rankers';
import { speech } from '../../speech';
import { DEFAULT_PRESET } from '../../training';
import {
  gaucOf,
  type ImpressionBaselines,
  type ImpressionLine,
  type ImpressionRun,
  type PairFigures,
} from './impressions-record';
import { differenceOf, NONE, RUN_HEAD, runCells, spreadOf, tableOf } from './markdown';
import type { StudySet } from './sets';
import { isOf, trialName, type Trial } from './trials';

const SAMPLES = 1000;
const BOOTSTRAP_SEED = 1;
/** It knows which items are taken once they are shown, and nothing of who is asked. */
const BASELINE = 'clickRate';

interface System {
  id: string;
  name: string;
  auc: readonly number[];
  gauc: readonly SampledMeans[];
  runs: readonly ImpressionRun[];
}

/**
 * A log without a line of its baselines is left out.
 * @param lines all of one split
 * @param against the row that differences are from, beside the baseline
 */
export function impressionsTables(
  sets: readonly Pick<StudySet, 'id'>[],
  split: SplitRule,
  trials: readonly Trial[],
  lines: readonly ImpressionLine[],
  against: string = DEFAULT_PRESET,
): string {
  const logs = sets.flatMap(({ id }) => {
    const own = lines.filter(({ set }) => set === id);
    const counted = own.find((line) => line.kind === 'baselines');
    return counted
      ? [
          reportOf(
            id,
            counted,
            { trials, against },
            own.filter((line) => line.kind === 'run'),
          ),
        ]
      : [];
  });
  if (logs.length === 0) return 'No log has been read yet.';
  const adapters = [...new Set(lines.flatMap((line) => (line.kind === 'run' ? [line.adapter] : [])))].join(', ');
  return [
    `Split ${split}. Test pairs of impressions. GAUC with 95 % intervals over users and seeds together (${SAMPLES} resamples), AUC over seeds; ▲ above, ▼ below, ≈ not told apart.${adapters ? ` ${adapters}.` : ''}`,
    ...logs,
  ].join('\n\n');
}

function reportOf(
  set: string,
  { taken, shown, pairsByUser, baselines }: ImpressionBaselines,
  { trials, against }: { trials: readonly Trial[]; against: string },
  runs: readonly ImpressionRun[],
): string {
  const resamples = new UserResamples(pairsByUser.length, SAMPLES, BOOTSTRAP_SEED);
  const systemOf = (id: string, name: string, figures: readonly PairFigures[], own: System['runs']): System => ({
    id,
    name,
    auc: figures.map(({ auc }) => auc),
    gauc: figures.map((each) => gaucOf(resamples, pairsByUser, each)),
    runs: own,
  });
  const systems = [
    ...rankers.flatMap(({ id }) => {
      const own = baselines[id];
      return own ? [systemOf(id, rowWords(id, speech).title, [own], [])] : [];
    }),
    ...trials.flatMap((trial) => {
      const own = runs.filter((run) => isOf(run, trial));
      return own.length > 0 ? [systemOf(trialName(trial), trialName(trial), own, own)] : [];
    }),
  ];
  const rivals = [BASELINE, against].flatMap((id) => systems.find((system) => system.id === id) ?? []);
  const rows = systems.map((system) => [
    system.name,
    spread(system.auc),
    spreadOf(resamples.interval(system.gauc, null)),
    ...rivals.map((rival) => (rival === system ? NONE : differenceOf(resamples.interval(system.gauc, rival.gauc)))),
    ...runCells(system.runs),
  ]);
  const head = ['', 'AUC', 'GAUC', ...rivals.map(({ name }) => `− ${name}`), ...RUN_HEAD];
  return [
    `### ${set}`,
    `${taken} pairs taken, ${shown} shown and not taken, ${pairsByUser.length} users with both.`,
    tableOf(head, rows),
  ].join('\n\n');
}
