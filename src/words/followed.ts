/** One person's items on their way through a funnel, as a table of the page and of the command line. */
import type { FollowedPerson } from '../lab/commands/funnelPerson';
import type { Speech } from './words';

export function followedTable(
  { titles, keeps, items }: FollowedPerson,
  { words, fill, number }: Speech,
): { head: string[]; rows: string[][] } {
  const w = words.funnel.panel;
  const cell = (place: number | null, at: number, lostAt: number | null): string => {
    if (place === null) return at === 0 ? w.noCandidate : words.common.none;
    const shown = number(place, 0);
    return at === lostAt && place > keeps[at]! ? fill(w.dropped, { place: shown }) : shown;
  };
  return {
    head: [w.item, ...titles.map((title, at) => fill(w.numbered, { n: at + 1, title }))],
    rows: items.map(({ id, title, hit, places, lostAt }) => {
      const name = title || id;
      return [hit ? fill(w.heldOut, { title: name }) : name, ...places.map((place, at) => cell(place, at, lostAt))];
    }),
  };
}
