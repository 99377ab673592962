/**
 * The figures of the lists of all users as a table to read; page and command line write its numbers each in their way.
 */
import type { Protocol } from '../data/dataset';
import { rowWords } from './rankers';
import { protocolSentence } from './sentences';
import type { Speech } from './words';
import type { InterestsOverall, ListFigures } from '../lab/evaluate/overall';

export interface FiguresTable {
  /** Over the names, the users, and each figure. */
  head: readonly string[];
  /** Null where there is nothing to count. */
  rows: readonly { name: string; users: number; figures: readonly (number | null)[] }[];
  /** Sentences on what the figures are. */
  about: readonly string[];
}

export function allUsersTable(
  { k, category, diversity, users, merged, alone, popularity }: InterestsOverall,
  protocol: Protocol,
  speech: Speech,
): FiguresTable {
  const {
    words: { interestLists: w },
    fill,
  } = speech;
  const keys = (['recall', 'coverage', 'headShare', 'leastRecall'] as const).filter(
    (key) => key !== 'leastRecall' || category !== null,
  );
  const row = (name: string, listed: number, figures: ListFigures) => ({
    name,
    users: listed,
    figures: keys.map((key) => figures[key]),
  });
  return {
    head: [w.list, w.users, ...keys.map((key) => w.heads[key])],
    rows: [
      row(w.mergedRow, users, merged),
      ...alone.map(({ interest, users: own, figures }) => row(fill(w.interest, { n: interest + 1 }), own, figures)),
      row(rowWords('popularity', speech).title, users, popularity),
    ],
    about: [
      fill(w.overallAbout, { k, protocol: protocolSentence(protocol, users, speech) }),
      ...(diversity === 0 ? [] : [fill(w.variedAbout, { diversity: speech.number(diversity) })]),
      ...(category === null ? [] : [fill(w.leastAbout, { n: merged.leastUsers, category })]),
    ],
  };
}
