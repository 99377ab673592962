import { describe, expect, it } from 'vitest';
import { PARTS } from '../../engine/kernels/retrieval/whole-scores';
import { catalogueOf, SEEN, seenBy, userAt, WIDTH, type Catalogue } from './catalogue';
import { checkLists } from './check';

const setting = { items: 3000, users: 4, top: 10, seed: 7 };
const catalogue = catalogueOf(setting);

/** Lists by sorting, and what each user scores for each item. */
function sorted(of: Catalogue): { lists: number[]; score: (user: number, item: number) => number } {
  const { users, items, top } = of.setting;
  const score = (user: number, item: number): number =>
    userAt(of.users, user).reduce((sum, x, d) => sum + x * of.items[item * WIDTH + d]!, 0);
  const lists = Array.from({ length: users }, (_, user) => {
    const seen = seenBy(of, user);
    const scores = Array.from({ length: items }, (_, item) => score(user, item));
    return scores
      .map((_, item) => item)
      .filter((item) => !seen.includes(item))
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, top);
  }).flat();
  return { lists, score };
}

describe('the catalogue', () => {
  it('is made of normals, the same for a seed', () => {
    const mean = catalogue.items.reduce((sum, x) => sum + x, 0) / catalogue.items.length;
    const square = catalogue.items.reduce((sum, x) => sum + x * x, 0) / catalogue.items.length;
    expect(Math.abs(mean / PARTS)).toBeLessThan(0.01);
    expect(Math.sqrt(square) / PARTS).toBeCloseTo(1, 1);
    const start = ({ items }: Catalogue): Int16Array => items.subarray(0, WIDTH);
    expect(start(catalogueOf({ ...setting, seed: 8 }))).not.toEqual(start(catalogue));
    expect(start(catalogueOf(setting))).toEqual(start(catalogue));
  });

  it('hides from a user what would come first', () => {
    const seen = seenBy(catalogue, 1);
    expect([...seen]).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen).toHaveLength(SEEN);
    const { score } = sorted(catalogue);
    const better = Array.from({ length: setting.items }, (_, item) => item).filter(
      (item) => !seen.includes(item) && score(1, item) > Math.min(...Array.from(seen, (one) => score(1, one))),
    );
    expect(better).toEqual([]);
  });
});

describe('the check', () => {
  const { lists } = sorted(catalogue);
  /** The lists with the places of user 2 from `at` on replaced. */
  const changed = (at: number, ...items: number[]): number[] =>
    lists.toSpliced(2 * setting.top + at, items.length, ...items);
  const first = lists.slice(2 * setting.top);

  it('tells the lists of sorting from others', () => {
    const swapped = changed(3, first[4]!, first[3]!);
    const doubled = changed(3, first[2]!);
    const seen = changed(0, seenBy(catalogue, 2)[0]!);
    const short = lists.slice(0, -1);
    expect(checkLists(catalogue, [lists, swapped, doubled, seen, short], 60_000)).toEqual([
      { users: 4, verdict: 'exact', where: null },
      { users: 4, verdict: 'wrong', where: `user 2, place 4: item ${first[4]} instead of ${first[3]}` },
      expect.objectContaining({ verdict: 'wrong' }),
      expect.objectContaining({ verdict: 'wrong' }),
      { users: 4, verdict: 'wrong', where: `user 3, place 10: item none instead of ${lists.at(-1)}` },
    ]);
  });

  it('lets others choose among equals, but not twice the same or one that was seen', () => {
    // Items 2i and 2i + 1 are equal, and nobody has seen one that exists.
    const twins: Catalogue = {
      ...catalogue,
      items: catalogue.items.map((_, at) => catalogue.items[at - (Math.floor(at / WIDTH) % 2) * WIDTH]!),
      seen: new Uint32Array(setting.users * SEEN).fill(setting.items),
    };
    const { lists } = sorted(twins);
    expect(
      checkLists(twins, [lists, lists.map((item) => item ^ 1), lists.map((item) => item & ~1)], 60_000).map(
        ({ verdict }) => verdict,
      ),
    ).toEqual(['exact', 'ties', 'wrong']);
    const seesBest = {
      ...twins,
      seen: twins.seen.map((item, at) => (at % SEEN === 0 ? lists[(at / SEEN) * setting.top]! : item)),
    };
    const rest = sorted(seesBest).lists;
    expect(
      checkLists(seesBest, [rest, rest.map((item, at) => (at % setting.top === 0 ? item ^ 1 : item))], 60_000).map(
        ({ verdict }) => verdict,
      ),
    ).toEqual(['exact', 'wrong']);
  });

  it('checks one user at least, and says how many', () => {
    expect(checkLists(catalogue, [lists, lists], 0).map(({ users }) => users)).toEqual([1, 1]);
  });
});
