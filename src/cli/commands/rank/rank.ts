/** `rank`: the order that exported weights give to candidates of one user. */
import type { RankedCandidates } from '../../../lab/commands/rank';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { print } from '../../output';
import { itemsOf, nameOf, whoIsAsked } from '../../person';
import { showProgress } from '../../progress';
import { speech } from '../../speech';
import { alignColumns, jsonOf, textOf } from '../../terminal';
import { importInto } from '../evaluate/evaluate';

const { words } = speech;

export async function rank({ lab }: Opened, flags: Flags, ids: readonly string[]): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const { dataset } = await importInto(lab, flags, 'lab rank');
    const user = await whoIsAsked(lab, flags);
    const candidates = await itemsOf(lab, ids, '--candidates');
    const found = await lab.ask('rank', { user, candidates });
    endProgress();
    print(flags.json ? jsonOf({ ...found, ...dataset.told }) : textOf(linesOf(found)));
  } finally {
    endProgress();
  }
}

const linesOf = ({ userId, userTitle, items }: RankedCandidates): string[] => [
  nameOf(userId, userTitle),
  ...alignColumns(
    items.map(({ id, title, note, score, hit, seen }, at) => [
      String(at + 1),
      id,
      title === id ? '' : title,
      note,
      score.toFixed(4),
      [hit ? words.retrieval.hit : '', seen ? words.retrieval.seen : ''].filter(Boolean).join(' '),
    ]),
  ),
];
