/** `funnel`: what every stage is given, keeps, loses and costs. */
import type { FunnelAnswer } from '../../../lab/commands/funnel';
import type { FollowedPerson } from '../../../lab/commands/funnelPerson';
import type { BesideLast } from '../../../lab/funnel/beside-last';
import { followedTable } from '../../../words/followed';
import { readText } from '../../../lab/transfer/read-text';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { openFile } from '../../input';
import { loadData } from '../../load';
import { print } from '../../output';
import { nameOf, userOf } from '../../person';
import { showProgress } from '../../progress';
import { sizesOf, testedLine } from '../../report';
import { speech } from '../../speech';
import { alignColumns, jsonOf, textOf } from '../../terminal';
import type { StageAsked } from './command';

export async function funnel({ lab, device }: Opened, flags: Flags, asked: readonly StageAsked[]): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const stages = await Promise.all(
      asked.map(async ({ file, keep }) => ({ json: await readText(await openFile('--stages', file)), keep })),
    );
    const dataset = await loadData(lab, flags, 'lab funnel');
    if (flags.user !== undefined) {
      const followed = await lab.ask('funnelPerson', { stages, user: await userOf(lab, flags.user) });
      endProgress();
      print(flags.json ? jsonOf({ ...followed, ...dataset.told }) : textOf(personLines(followed)));
      return;
    }
    const found = await lab.ask('funnel', { stages, beside: true });
    endProgress();
    const report = { ...sizesOf(dataset), ...found, files: asked.map(({ file }) => file), adapter: device.adapter };
    print(flags.json ? jsonOf(report) : textOf(linesOf(found)));
  } finally {
    endProgress();
  }
}

function linesOf({ titles, stages, metrics, sampled, besideLast }: FunnelAnswer): string[] {
  const { words } = speech;
  const w = words.funnel;
  const orNone = (value: number | null): string => (value === null ? words.common.none : value.toFixed(3));
  const rows = stages.map((one, at) => [
    titles[at]!,
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
  ]);
  return [
    ...alignColumns([
      [w.stage, w.given, w.keeps, w.hitRate, w.recall, w.ofNext, w.overlap, w.correlation, w.work, w.time, w.index],
      ...rows,
    ]),
    '',
    testedLine(metrics, w.list),
    ...(besideLast ? [besideLine(besideLast, titles.at(-1)!)] : []),
    speech.fill(w.about, { n: speech.number(sampled, 0) }),
  ];
}

function besideLine({ users, keep, work, recall, kept }: BesideLast, title: string): string {
  const half = kept.half === null ? '' : ` ± ${speech.percent(kept.half, 1)}`;
  return speech.fill(speech.words.funnel.besideLast, {
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
}

function personLines(followed: FollowedPerson): string[] {
  const { head, rows } = followedTable(followed, speech);
  return [nameOf(followed.userId, followed.userTitle), ...alignColumns([head, ...rows])];
}
