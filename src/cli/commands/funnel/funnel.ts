/** `funnel`: what every stage is given, keeps, loses and costs. */
import type { FunnelFound } from '../../../lab/commands/funnel';
import type { FollowedPerson } from '../../../lab/commands/funnelPerson';
import { narrowed } from '../../../lab/funnel/cut-offs';
import type { BesideLast } from '../../../lab/funnel/beside-last';
import type { ReorderedFigures } from '../../../lab/funnel/reordering';
import { standardFunnel } from '../../../lab/funnel/standard';
import type { SuppliedFigures } from '../../../lab/funnel/supplied';
import type { Schema } from '../../../model/document/schema';
import { followedTable, stageTitle } from '../../../words/followed';
import { aboutSupplied, reorderedSentences, sourcesTable, suppliedTable } from '../../../words/funnel-tables';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { openFile } from '../../input';
import { loadData } from '../../load';
import { print } from '../../output';
import { nameOf, userOf } from '../../person';
import { checkScores } from '../../beside-ranker';
import { showProgress } from '../../progress';
import { sizesOf, testedLine } from '../../report';
import { speech } from '../../speech';
import { alignColumns, jsonOf, say, textOf } from '../../terminal';
import { UsageError } from '../../usage-error';
import { writeStream } from '../../whole-file';
import { isScores, TRAINING_FLAGS, type FunnelFlags } from './command';
import { askedOf, presetsIn, readStages, sameSources, textOfStages, trainPresets, type ReadStage } from './sources';

/** @param open the lab, on the data of these flags */
export async function funnel(open: () => Promise<Opened>, flags: Flags, asked: FunnelFlags): Promise<void> {
  const last = asked.stages?.find(isScores);
  const named = asked.stages && (await readStages(asked.stages.filter((stage) => stage !== last)));
  const file = last && (await openFile('--stages', last.sources[0]!.name));
  if (named) refuseNotTrained(named, flags);
  const opened = await open();
  const { lab, device } = opened;
  const endProgress = showProgress(lab);
  try {
    for (const line of sameSources(named ?? [])) say(line);
    const dataset = await loadData(lab, flags, 'lab funnel');
    const wanted = named ?? standardStages(dataset.schema);
    const given = narrowed(wanted, dataset.items);
    if (!named) say(`--stages: ${textOfStages(given)}`);
    if (given.some(({ keep }, at) => keep < wanted[at]!.keep))
      say(`--stages: this data has ${speech.number(dataset.items, 0)} items, so no stage keeps more of them`);
    const { scores = null } = flags;
    if (scores !== null) checkScores(dataset, scores);
    const user = flags.user === undefined ? null : await userOf(lab, flags.user);
    const runs = await trainPresets(opened, { stages: given, scores: file ?? null }, dataset, flags);
    if (!runs) return;
    const stages = askedOf(given, runs, asked);
    const reorder = last && file ? { file, name: file.name, keep: Math.min(last.keep, stages.at(-1)!.keep) } : null;
    if (user !== null) {
      const followed = await lab.ask('funnelPerson', { stages, reorder, user });
      endProgress();
      print(flags.json ? jsonOf({ ...followed, ...dataset.told }) : textOf(personLines(followed)));
      return;
    }
    const { candidates, ...found } = await lab.ask('funnel', {
      stages,
      scores,
      reorder,
      beside: true,
      candidates: flags.out !== undefined,
    });
    endProgress();
    if (candidates) {
      await writeStream(flags.out!, candidates.blob.stream());
      say(`--out: what the last stage of weights hands on is in "${flags.out}"`);
    }
    const files = [...given, ...(last ? [last] : [])].map(({ sources }) => sources.map(({ name }) => name));
    const trained = [...runs].map(([preset, { id, settings, step }]) => ({
      preset,
      run: id,
      seed: settings.seed,
      step,
    }));
    const report = { ...sizesOf(dataset), ...found, files, trained, adapter: device.adapter };
    print(flags.json ? jsonOf(report) : textOf(linesOf(found)));
  } finally {
    endProgress();
  }
}

/** @throws UsageError where flags speak of a training, and all stages are trained already */
function refuseNotTrained(stages: readonly ReadStage[], flags: Flags): void {
  const flag = [...TRAINING_FLAGS, 'run-dir' as const].find((name) => flags[name] !== undefined);
  if (flag && presetsIn(stages).length === 0)
    throw new UsageError(`lab funnel: --${flag} only goes with presets, and --stages names weights files alone`);
}

const standardStages = (schema: Schema): ReadStage[] =>
  standardFunnel(schema).map(({ presets, keep }) => ({
    sources: presets.map((id) => ({ name: id, weight: 1, preset: id })),
    keep,
  }));

function linesOf({
  titles,
  stages,
  metrics,
  sampled,
  supplied,
  reordered,
  besideLast,
}: Omit<FunnelFound, 'candidates'>): string[] {
  const { words } = speech;
  const w = words.funnel;
  const orNone = (value: number | null): string => (value === null ? words.common.none : value.toFixed(3));
  const names = titles.map((own, at) => stageTitle(own, at + 1, speech));
  const rows = stages.map((one, at) => [
    names[at]!,
    speech.number(one.given, 0),
    speech.number(one.keep, 0),
    one.hitRate.toFixed(4),
    one.recall.toFixed(4),
    orNone(one.ofNext),
    orNone(one.overlap),
    orNone(one.correlation),
    speech.compact(one.work),
    speech.number(one.milliseconds, 2),
    one.isRanker ? words.common.none : speech.bytes(one.indexBytes),
    speech.bytes(one.featureBytes),
  ]);
  return [
    ...alignColumns([
      [
        w.stage,
        w.given,
        w.keeps,
        w.hitRate,
        w.recall,
        w.ofNext,
        w.overlap,
        w.correlation,
        w.work,
        w.time,
        w.index,
        w.features,
      ],
      ...rows,
      ...(reordered ? [reorderedRow(reordered, stages.length + 1)] : []),
    ]),
    ...(reordered ? ['', speech.sentences(...reorderedSentences(reordered, speech))] : []),
    ...stages.flatMap(({ sources }, at) => {
      if (!sources) return [];
      const { head, rows: own } = sourcesTable(sources, titles[at]!, speech);
      return ['', names[at]!, ...alignColumns([head, ...own]), w.sources.about];
    }),
    ...(supplied ? suppliedLines(supplied, names) : []),
    '',
    testedLine(metrics, w.list),
    ...(besideLast ? [besideLine(besideLast, names.at(-1)!)] : []),
    speech.fill(w.about, { n: speech.number(sampled, 0) }),
  ];
}

/** Of a stage of which only scores are known. */
function reorderedRow({ file, given, keep, hitRate, recall }: ReorderedFigures, n: number): string[] {
  const { words, number } = speech;
  const { none } = words.common;
  const { unknown } = words.funnel.reordered;
  return [
    stageTitle([file], n, speech),
    number(given, 0),
    number(keep, 0),
    hitRate.toFixed(4),
    recall.toFixed(4),
    none,
    none,
    none,
    unknown,
    unknown,
    unknown,
    unknown,
  ];
}

function suppliedLines(supplied: SuppliedFigures, names: readonly string[]): string[] {
  const { words, fill } = speech;
  const table = suppliedTable(supplied, names, speech);
  return [
    '',
    fill(words.funnel.supplied.title, { column: supplied.column }),
    ...(table ? alignColumns([table.head, ...table.rows]) : []),
    aboutSupplied(supplied, speech),
    ...(table ? [fill(words.funnel.supplied.definitions, { k: supplied.first })] : []),
  ];
}

function besideLine({ users, keep, work, recall, kept }: BesideLast, title: string): string {
  const { funnel: w } = speech.words;
  const half = kept.half === null ? '' : ` ± ${speech.percent(kept.half, 1)}`;
  const beside = speech.fill(w.besideLast, {
    title,
    n: speech.number(users, 0),
    share: speech.percent(work.funnel / work.alone, 1),
    funnel: speech.compact(work.funnel),
    alone: speech.compact(work.alone),
    k: speech.number(keep, 0),
    kept: `${speech.percent(kept.mean, 1)}${half}`,
    recall: recall.funnel.toFixed(4),
    recallAlone: recall.alone.toFixed(4),
  });
  return speech.sentences(beside, work.funnel > work.alone ? speech.fill(w.costsMore, { title }) : '');
}

function personLines(followed: FollowedPerson): string[] {
  const { head, rows } = followedTable(followed, speech);
  return [nameOf(followed.userId, followed.userTitle), ...alignColumns([head, ...rows])];
}
