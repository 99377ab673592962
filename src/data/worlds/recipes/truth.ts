import type { Share, Truth } from '../world';
import { emptyPast, STRAY, take, type Appetite } from './appetite';
import type { Cookbook } from './cookbook';
import type { Cook } from './cooks';
import type { Evening } from './evenings';
import { CUISINES } from './larder';

/** @param evenings by cook, in order of time; @param rows all events in the order of the log */
export function recipesTruth(
  cookbook: Cookbook,
  cooks: readonly Cook[],
  evenings: readonly (readonly Evening[])[],
  rows: readonly Evening[],
  appetite: Appetite,
): Truth {
  const index = new Map(cooks.map((cook, c) => [cook.id, c]));
  const find = (userId: string): number => {
    const c = index.get(userId);
    if (c === undefined) throw new Error(`recipes: no cook "${userId}" among ${cooks.length}`);
    return c;
  };
  return {
    items: cookbook.recipes.map(({ id }) => id),
    eventInterest: rows.map(({ cuisine }) => CUISINES[cuisine]!.name),
    stray: Uint8Array.from(rows, ({ stray }) => Number(stray)),
    interests: (userId) => phaseShares(evenings[find(userId)]!),
    score(userId, time) {
      const c = find(userId);
      const own = evenings[c]!;
      const past = emptyPast(cookbook.recipes.length);
      let n = 0;
      for (; n < own.length && own[n]!.time < time; n++) take(past, own[n]!.recipe);
      // After the last event the phase is taken to last; nothing was drawn there that could be known.
      const now = own[Math.min(n, own.length - 1)]!;
      past.phase = now.phase;
      past.before = now.before;
      const score = new Float32Array(cookbook.recipes.length);
      let reachable = 0;
      appetite.cuisines(past).forEach((chance, cuisine) => {
        appetite.fromChapter(cooks[c]!, past, cuisine, now.occasion, time).forEach((x, i) => {
          score[cookbook.chapters[cuisine]![i]!] = (1 - STRAY) * chance * x;
          reachable += (1 - STRAY) * chance * x;
        });
      });
      // Whatever a chapter with nothing left to eat leaves over goes to the stray clicks, as in the generator.
      const accident = appetite.byAccident(past);
      const total = accident.reduce((sum, x) => sum + x, 0);
      if (total > 0)
        accident.forEach((x, r) => {
          score[r]! += ((1 - reachable) * x) / total;
        });
      return score;
    },
  };
}

/** The cuisines of a cook's phases over the whole time, by events. */
function phaseShares(evenings: readonly Evening[]): Share[] {
  const counts = new Map<string, number>();
  for (const { phase } of evenings) counts.set(CUISINES[phase]!.name, (counts.get(CUISINES[phase]!.name) ?? 0) + 1);
  return [...counts]
    .map(([interest, n]) => ({ interest, share: n / evenings.length }))
    .sort((a, b) => b.share - a.share);
}
