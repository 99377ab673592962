import { describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../data/dataset';
import { onDevice } from '../../engine/testing';
import { leastCategories } from './categories';
import { retrieveByInterest, type InterestRetrieval } from './interest-lists';
import { headItems } from './metrics';
import { evaluateByInterest, type InterestsOverall, type ListFigures } from './overall';
import { removedItems } from './rank';
import type { RankedItem } from './retrieve';
import { interestsDataset, openInterests, retrieve } from './testing';

onDevice();

const K = 4;
/** Every user is asked for a second item as well, which he does not know. */
const dataset: Dataset = {
  ...interestsDataset,
  split: {
    ...interestsDataset.split,
    test: interestsDataset.split.test.map((target) => {
      const known = new Set([...removedItems(interestsDataset, target), ...target.items]);
      const second = interestsDataset.items.findIndex(
        (_, item) => !known.has((item + 5 * target.user) % interestsDataset.items.length),
      );
      return {
        ...target,
        items: Uint32Array.of(...target.items, (second + 5 * target.user) % interestsDataset.items.length),
      };
    }),
  },
};
const genre = dataset.fields.find(({ name }) => name === 'genre')!;
const never = new AbortController().signal;
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, x) => sum + x, 0) / values.length;

/** Item n is of genre n % 3: row 2 + n % 3 of the field. */
const rowOf = (item: number): number => 2 + (item % 3);

/** The figures of lists, one for each target, from what they say. */
function figuresOf(
  lists: readonly { target: Target; items: readonly number[] }[],
  least: readonly (number | null)[],
): ListFigures {
  const head = new Set(headItems(dataset.split.itemCounts));
  const shareOf = (wanted: readonly number[], items: readonly number[]): number =>
    wanted.filter((item) => items.includes(item)).length / wanted.length;
  const places = lists.flatMap(({ items }) => items);
  const rare = lists
    .map(({ target, items }) => ({
      wanted: Array.from(target.items).filter((item) => rowOf(item) === least[target.user]),
      items,
    }))
    .filter(({ wanted }) => wanted.length > 0);
  return {
    recall: mean(lists.map(({ target, items }) => shareOf(Array.from(target.items), items))),
    coverage: new Set(places).size / dataset.items.length,
    headShare: mean(places.map((item) => Number(head.has(item)))),
    leastRecall: mean(rare.map(({ wanted, items }) => shareOf(wanted, items))),
    leastUsers: rare.length,
  };
}
const itemsOf = (items: readonly RankedItem[]): number[] => items.map(({ item }) => item);

describe('interests over all users', () => {
  it.each([
    ['self-attentive-interests', { count: 3, hidden: 4 }, 0],
    ['self-attentive-interests', { count: 3, hidden: 4 }, 0.5],
    ['capsules', { count: 3, width: 4, adaptive: true }, 0],
  ])('are the lists of every tested user, added up: %s %j, diversity %f', async (maker, params, diversity) => {
    const model = openInterests(maker, params, dataset);
    const asked: { target: Target; shown: InterestRetrieval; popularity: number[] }[] = [];
    for (const target of dataset.split.test) {
      asked.push({
        target,
        shown: await retrieveByInterest(model, { user: target.user, k: K, category: 'genre', diversity }),
        popularity: itemsOf((await retrieve(model, target.user, K)).popularity),
      });
    }
    const least = leastCategories(dataset, genre);
    const overall = await evaluateByInterest(model, { k: K, category: 'genre', diversity }, never);
    expect(overall.merged).toEqual(
      figuresOf(
        asked.map(({ target, shown }) => ({ target, items: itemsOf(shown.merged) })),
        least,
      ),
    );
    expect(overall.popularity).toEqual(
      figuresOf(
        asked.map(({ target, popularity }) => ({ target, items: popularity })),
        least,
      ),
    );
    expect(overall.alone).toEqual(
      [0, 1, 2].map((interest): InterestsOverall['alone'][number] => {
        const lists = asked.flatMap(({ target, shown }) =>
          shown.lists
            .filter((list) => list.interest === interest)
            .map(({ items }) => ({ target, items: itemsOf(items) })),
        );
        return { interest, users: lists.length, figures: figuresOf(lists, least) };
      }),
    );
    expect(overall.diversity).toBe(diversity);
    expect(overall.merged.leastUsers).toBeGreaterThan(2);
    expect(
      new Set(
        [overall.merged, ...overall.alone.map(({ figures }) => figures)].map((figures) => JSON.stringify(figures)),
      ).size,
    ).toBeGreaterThan(2);
    model.dispose();
  });

  it('say nothing of a least frequent category where none is asked for', async () => {
    const model = openInterests();
    const { merged } = await evaluateByInterest(model, { k: K, category: null, diversity: 0 }, never);
    expect([merged.leastRecall, merged.leastUsers]).toEqual([null, 0]);
    await expect(evaluateByInterest(model, { k: K, category: null, diversity: 1 }, never)).rejects.toThrow(
      'a diversity of 1 needs a category',
    );
    await expect(evaluateByInterest(model, { k: K, category: 'none', diversity: 0 }, never)).rejects.toThrow(
      '"none" is not a categorical item field; known: genre',
    );
    model.dispose();
  });
});

describe('the least frequent category of a user', () => {
  const field = {
    ...genre,
    ids: Uint32Array.from([2, 2, 3, 4, 0]),
    length: 1,
    weights: null,
    rows: 5,
    vocabulary: ['drama', 'war', 'love'],
  };
  /** Items 0 to 4: drama, drama, war, love, none. */
  const least = (pasts: readonly (readonly number[])[], itemCounts: readonly number[]) => {
    const events = pasts.flatMap((items, user) => items.map((item) => ({ user, item })));
    return leastCategories(
      {
        users: pasts.map(String),
        events: {
          user: Uint32Array.from(events, ({ user }) => user),
          item: Uint32Array.from(events, ({ item }) => item),
        } as never,
        split: { train: Uint32Array.from(events.keys()), itemCounts: Uint32Array.from(itemCounts) } as never,
      },
      field,
    );
  };

  it('is the one of which his training events hold least, among equals the rarer one of the log', () => {
    expect(
      least(
        [
          [0, 1, 2],
          [2, 2, 3, 3, 0],
          [0, 2],
        ],
        [3, 1, 4, 2, 0],
      ),
    ).toEqual([3, 2, 2]);
    expect(least([[0, 2]], [1, 1, 1, 0, 0])).toEqual([3]);
  });

  it('is none where he has one category or none', () => {
    expect(least([[0, 1, 0], [4], [4, 3], []], [1, 1, 1, 1, 1])).toEqual([null, null, null, null]);
  });
});
