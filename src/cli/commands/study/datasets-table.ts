/**
 * The results of the study `datasets` as Markdown: for each log a table of all systems, and one of all logs together.
 * Intervals are over users and seeds together, differences are paired by user: two models that are tested on the same
 * people differ by less than each of them may be wrong.
 */
import type { SplitRule } from '../../../data/dataset';
import { UserResamples, type Interval, type SampledMeans } from '../../../lab/evaluate/bootstrap';
import { rankers } from '../../../lab/rankers/rankers';
import { digits } from '../../../lab/studies/judging/digits';
import { choicesText, rowWords } from '../../../words/rankers';
import { speech } from '../../speech';
import { DEFAULT_PRESET } from '../../training';
import {
  baselinesOf,
  figuresPerUser,
  type BaselineRun,
  type DatasetLine,
  type DatasetRun,
  type Figure,
  type FiguresPerUser,
} from './datasets-record';
import { differenceOf, mean, NONE, RUN_HEAD, runCells, sign, spreadOf, tableOf } from './markdown';
import type { StudySet } from './sets';
import { isOf, trialName, type Trial } from './trials';
import type { Metrics } from '../../../lab/evaluate/metrics';
import type { RankerId } from '../../../lab/rankers/ranker';

const nameOf = (id: RankerId): string => rowWords(id, speech).title;
const SAMPLES = 1000;
const BOOTSTRAP_SEED = 1;
/** Which a difference is told by. */
const COMPARED: readonly Figure[] = ['hr@10', 'ndcg@10'];

type Sets = readonly Pick<StudySet, 'id' | 'pytorch'>[];

/** A row of a log's table: a baseline, or a trial over its seeds. */
interface System {
  name: string;
  metrics: readonly Metrics[];
  sampled: Record<Figure, readonly SampledMeans[]>;
  runs: readonly DatasetRun[];
}
/** What the systems of a log are compared with. */
interface Rivals {
  baseline: Record<Figure, System | null>;
  other: System | null;
}

/**
 * A log without a line of its baselines is left out.
 * @param lines all of one split
 * @param against the row that differences are from, beside the best baseline
 */
export function datasetsTables(
  sets: Sets,
  split: SplitRule,
  trials: readonly Trial[],
  lines: readonly DatasetLine[],
  against: string = DEFAULT_PRESET,
): string {
  const logs = sets.flatMap(({ id, pytorch }) => {
    const counted = baselinesOf(lines, id, split);
    const runs = lines.filter((line): line is DatasetRun => line.kind === 'run' && line.set === id);
    return counted ? [new Log(id, pytorch, counted, { trials, against }, runs)] : [];
  });
  if (logs.length === 0) return 'No log has been read yet.';
  const adapters = [
    ...new Set(logs.flatMap(({ systems }) => systems.flatMap(({ runs }) => runs.map(({ adapter }) => adapter)))),
  ].join(', ');
  return [
    `Split ${split}. Means over seeds with 95 % intervals over users and seeds together (${SAMPLES} resamples); ▲ above the log's best baseline, ▼ below, ≈ not told apart.${adapters ? ` ${adapters}.` : ''}`,
    'HR@10 / NDCG@10',
    overview(logs, split),
    ...logs.flatMap((log) => log.report()),
  ].join('\n\n');
}

/** All logs side by side. */
function overview(logs: readonly Log[], split: SplitRule): string {
  const rows = [...new Set(logs.flatMap(({ systems }) => systems.map(({ name }) => name)))].map((name) => [
    name,
    ...logs.map((log) => log.cell(name)),
  ]);
  const counted = rows.filter(([name]) => rankers.some(({ id }) => nameOf(id) === name)).length;
  // What the page of the reference logs gives, under the same protocol.
  const reference =
    split === 'leave-last-out' ? [['Two-tower (PyTorch), ids only, one seed', ...logs.map((log) => log.pytorch)]] : [];
  return tableOf(
    ['', ...logs.map(({ id }) => id)],
    [
      ['users (tested) / items / pairs', ...logs.map((log) => log.sizes)],
      ...rows.slice(0, counted),
      ...reference,
      ...rows.slice(counted),
    ],
  );
}

class Log {
  readonly systems: readonly System[];
  private readonly resamples: UserResamples;
  private readonly rivals: Rivals;

  constructor(
    readonly id: string,
    private readonly reference: readonly [hr: number, ndcg: number],
    private readonly counted: BaselineRun,
    { trials, against }: { trials: readonly Trial[]; against: string },
    runs: readonly DatasetRun[],
  ) {
    this.resamples = new UserResamples(counted.testUsers, SAMPLES, BOOTSTRAP_SEED);
    const baselines = rankers.flatMap(({ id }): System[] => {
      const found = counted.baselines[id];
      return found
        ? [{ name: nameOf(id), metrics: [found.metrics], sampled: this.sampled([found.perUser]), runs: [] }]
        : [];
    });
    const trained = trials.flatMap((trial): System[] => {
      const own = runs.filter((run) => isOf(run, trial)).sort((a, b) => a.seed - b.seed);
      return own.length === 0
        ? []
        : [
            {
              name: trialName(trial),
              metrics: own.map(({ metrics }) => metrics),
              sampled: this.sampled(own.map(({ perUser }) => perUser)),
              runs: own,
            },
          ];
    });
    this.systems = [...baselines, ...trained];
    const best = (figure: Figure): System | null =>
      baselines.reduce<System | null>(
        (leader, own) => (leader && leader.metrics[0]![figure]! >= own.metrics[0]![figure]! ? leader : own),
        null,
      );
    this.rivals = {
      baseline: { 'hr@10': best('hr@10'), 'recall@10': best('recall@10'), 'ndcg@10': best('ndcg@10') },
      other: trained.find(({ name }) => name === against) ?? null,
    };
  }

  private sampled(perUser: readonly FiguresPerUser[]): System['sampled'] {
    const of = (figure: Figure) => perUser.map((own) => this.resamples.meansOf(figuresPerUser(own, figure)));
    return { 'hr@10': of('hr@10'), 'recall@10': of('recall@10'), 'ndcg@10': of('ndcg@10') };
  }

  get sizes(): string {
    const { users, testUsers, items, pairs } = this.counted;
    return `${users} (${testUsers}) / ${items} / ${pairs}`;
  }

  get pytorch(): string {
    const [hr, ndcg] = this.reference;
    return `${digits(hr)} / ${digits(ndcg)}`;
  }

  /** Of the overview. */
  cell(name: string): string {
    const system = this.systems.find((own) => own.name === name);
    if (!system) return NONE;
    const cells = COMPARED.map(
      (figure) =>
        `${spreadOf(this.resamples.interval(system.sampled[figure], null))}${system.runs.length > 0 ? ` ${sign(this.difference(system, this.rivals.baseline[figure], figure))}` : ''}`,
    );
    return `${cells.join(' / ')}${system.runs.length > 0 ? ` (${system.runs.length})` : ''}`;
  }

  private difference(system: System, rival: System | null, figure: Figure): Interval | null {
    return rival && rival !== system ? this.resamples.interval(system.sampled[figure], rival.sampled[figure]) : null;
  }

  /** What the baselines chose on the validation part. */
  private chosen(): string[] {
    const parts = rankers.flatMap(({ id }) => {
      const choices = this.counted.baselines[id]?.chosen;
      return choices ? [`${nameOf(id)} (${choicesText(id, choices, speech)})`] : [];
    });
    return parts.length === 0 ? [] : [`Chosen on validation: ${parts.join('; ')}.`];
  }

  /** Heading, table, and a line for each difference that is none. */
  report(): string[] {
    const { baseline, other } = this.rivals;
    const against = COMPARED.flatMap((figure) => [[figure, baseline[figure]] as const, [figure, other] as const]);
    const head = [
      '',
      ...COMPARED.flatMap((figure) => [
        title(figure),
        `− ${baseline[figure]?.name ?? 'best baseline'}`,
        `− ${other?.name ?? DEFAULT_PRESET}`,
      ]),
      'Recall@10',
      'coverage / head share',
      ...RUN_HEAD,
    ];
    const rows = this.systems.map((system) => [
      system.name,
      ...COMPARED.flatMap((figure) => [
        spreadOf(this.resamples.interval(system.sampled[figure], null)),
        ...[baseline[figure], other].map((rival) => differenceOf(this.difference(system, rival, figure))),
      ]),
      digits(mean(system.metrics.map((metrics) => metrics['recall@10']!))),
      `${digits(mean(system.metrics.map((metrics) => metrics['coverage@10']!)))} / ${digits(mean(system.metrics.map((metrics) => metrics['headShare@10']!)))}`,
      ...runCells(system.runs),
    ]);
    const undecided = this.systems
      .filter(({ runs }) => runs.length > 0)
      .flatMap((system) =>
        against.flatMap(([figure, rival]) => {
          const difference = this.difference(system, rival, figure);
          return difference && sign(difference) === '≈' ? [`${system.name} and ${rival!.name} (${title(figure)})`] : [];
        }),
      );
    return [
      `### ${this.id}`,
      tableOf(head, rows),
      ...this.chosen(),
      ...(undecided.length > 0 ? [`No difference is shown between ${undecided.join(', ')}.`] : []),
    ];
  }
}

const title = (figure: Figure): string =>
  figure.replace(/^(hr|ndcg)/, (name) => name.toUpperCase()).replace(/^recall/, 'Recall');
