/** `retrieve`: what exported weights show one user, beside what Popularity would have shown. */
import { speech } from '../../speech';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import { print } from '../../output';
import { showProgress } from '../../progress';
import { alignColumns, jsonOf, textOf } from '../../terminal';
import { listsAsked } from '../../lists';
import { nameOf, whoIsAsked } from '../../person';
import { importInto } from '../evaluate/evaluate';
import type { CategoryShare, InterestRetrieval } from '../../../lab/evaluate/interest-lists';
import type { RankedItem, Retrieval } from '../../../lab/evaluate/retrieve';

const SHOWN_HISTORY = 10;
const { words } = speech;

export async function retrieve({ lab }: Opened, flags: Flags): Promise<void> {
  const endProgress = showProgress(lab);
  try {
    const { dataset } = await importInto(lab, flags, 'lab retrieve');
    const user = await whoIsAsked(lab, flags);
    const { k, ...lists } = listsAsked(dataset, flags);
    if (flags['per-interest']) {
      const retrieval = await lab.ask('retrieveByInterest', { user, k, ...lists });
      endProgress();
      print(flags.json ? jsonOf({ ...interestsJson(retrieval), ...dataset.told }) : textOf(interestsTable(retrieval)));
      return;
    }
    const retrieval = await lab.ask('retrieve', { user, k });
    endProgress();
    print(flags.json ? jsonOf({ ...retrieval, ...dataset.told }) : textOf(retrievalTable(retrieval)));
  } finally {
    endProgress();
  }
}

const SHOWN_SHARES = 3;
const inShares = (shares: readonly CategoryShare[]): string =>
  shares
    .slice(0, SHOWN_SHARES)
    .map(({ value, share }) => `${value} ${(100 * share).toFixed(0)} %`)
    .join(', ');

/** Scripts know the lists as `lanes`. */
const interestsJson = ({ lists, ...rest }: InterestRetrieval) => ({ ...rest, lanes: lists });

export function interestsTable({ userId, userTitle, lists, merged, interests }: InterestRetrieval): string[] {
  const w = words.interestLists;
  const place = (n: number): string => String(n + 1);
  const lines = lists.flatMap(({ interest, items, events, feeds, finds }) => [
    '',
    speech.fill(w.interest, { n: interest + 1 }),
    ...(events.length > 0
      ? [
          `${w.from}: ${events
            .slice(0, SHOWN_SHARES)
            .map(({ title, share }) => `${title} (${(100 * share).toFixed(0)} %)`)
            .join(' · ')}`,
        ]
      : []),
    ...(feeds.length > 0 ? [`${w.feeds}: ${inShares(feeds)}`] : []),
    ...(finds.length > 0 ? [`${w.finds}: ${inShares(finds)}`] : []),
    ...alignColumns(
      items.map((item, at) => [
        place(at),
        item.title,
        item.note,
        item.score.toFixed(4),
        item.hit ? words.retrieval.hit : '',
      ]),
    ),
  ]);
  return [
    nameOf(userId, userTitle),
    speech.fill(w.active, { n: lists.length, of: interests }),
    ...lines,
    '',
    w.merged,
    ...alignColumns(
      merged.map((item, at) => [
        place(at),
        item.title,
        item.note,
        item.score.toFixed(4),
        speech.fill(w.by, { interests: item.foundBy.map(place).join(', ') }),
        item.hit ? words.retrieval.hit : '',
      ]),
    ),
  ];
}

export function retrievalTable({ userId, userTitle, history, targets, model, popularity }: Retrieval): string[] {
  const mark = ({ hit, seen }: RankedItem) =>
    [hit ? words.retrieval.hit : '', seen ? words.retrieval.seen : ''].filter(Boolean).join(' ');
  const rows = model.map((item, i) => [
    String(i + 1),
    item.title,
    item.note,
    item.score.toFixed(4),
    mark(item),
    popularity[i]?.title ?? '',
    popularity[i] ? mark(popularity[i]) : '',
  ]);
  return [
    nameOf(userId, userTitle),
    `${words.retrieval.history}: ${
      history
        .slice(0, SHOWN_HISTORY)
        .map(({ title }) => title)
        .join(' · ') || words.retrieval.historyEmpty
    }`,
    `${words.retrieval.heldOut}: ${targets.map(({ title, rank }) => `${title} (rank ${rank})`).join(' · ') || words.common.none}`,
    '',
    ...alignColumns([['', words.retrieval.model, '', '', '', words.retrieval.popularity, ''], ...rows]),
  ];
}
