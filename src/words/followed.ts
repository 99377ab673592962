/** One person's items on their way through a funnel, as a table of the page and of the command line. */
import type { FollowedPerson } from '../lab/commands/funnelPerson';
import type { Speech } from './words';

/** Behind the item: the places by each source of a stage that merges several, then by the stage. */
export function followedTable(
  { titles, keeps, items }: FollowedPerson,
  speech: Speech,
): { head: string[]; rows: string[][] } {
  const { words, fill, number } = speech;
  const w = words.funnel.panel;
  const cell = (place: number | null, at: number, lostAt: number | null): string => {
    if (place === null) return at === 0 ? w.noCandidate : words.common.none;
    const shown = number(place, 0);
    return at === lostAt && place > keeps[at]! ? fill(w.dropped, { place: shown }) : shown;
  };
  return {
    head: [w.item, ...titles.flatMap((own, at) => [...(own.length > 1 ? own : []), stageTitle(own, at + 1, speech)])],
    rows: items.map(({ id, title, hit, places, bySource, lostAt }) => {
      const name = title || id;
      return [
        hit ? fill(w.heldOut, { title: name }) : name,
        ...places.flatMap((place, at) => [
          ...bySource[at]!.map((own) => (own === null ? cell(null, at, lostAt) : number(own, 0))),
          cell(place, at, lostAt),
        ]),
      ];
    }),
  };
}

/** '1. Two towers', '1. Merged'. @param titles of its sources; @param n from 1 */
export const stageTitle = (titles: readonly string[], n: number, { words, fill }: Speech): string =>
  fill(words.funnel.panel.numbered, { n, title: titles.length > 1 ? words.funnel.merged : titles[0]! });
