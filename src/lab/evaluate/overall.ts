/**
 * What the lists of interests are like over all tested users: the list that serving merges, each interest alone, and
 * Popularity. Whether several vectors cure what one does to small interests shows in what is found of each user's least
 * frequent category.
 */
import type { Target } from '../../data/dataset';
import type { LiveModel } from '../training/live-model';
import type { Ask } from '../protocol';
import type { Watch } from '../waits';
import { categoryField, leastCategories, valuesOf } from './categories';
import { mergedList } from './merge-interests';
import { headItems, NO_ITEM } from './metrics';
import { removedItems, topItems } from './rank';
import { visitInterests } from './rank-interests';

/** Of lists of k items, one for each user. */
export interface ListFigures {
  /** Mean share of a user's held-out items that are listed. */
  recall: number | null;
  /** Share of the catalogue that somebody is shown. */
  coverage: number;
  /** Share of the places that the most frequent tenth of the items takes. */
  headShare: number | null;
  /**
   * Recall of the held-out items of a user's least frequent category, over the users who have some; null where there
   * are none, or no category is asked for.
   */
  leastRecall: number | null;
  leastUsers: number;
}

/** All tested users, by interest. */
export interface InterestsOverall {
  /** Steps the weights had seen. */
  step: number;
  k: number;
  category: string | null;
  /** What the merged list was given for variety. */
  diversity: number;
  users: number;
  /** What serving shows. */
  merged: ListFigures;
  /** Each interest by itself, over the users of whom it is active. */
  alone: { interest: number; users: number; figures: ListFigures }[];
  popularity: ListFigures;
}

/**
 * @throws RangeError for a category that is not there, or a diversity without one; LabError (scores-not-finite); the
 * signal's reason when aborted
 */
export async function evaluateByInterest(
  model: LiveModel,
  { k, category, diversity }: Ask<'evaluateByInterest'>,
  signal: AbortSignal,
  onProgress?: Watch['onProgress'],
): Promise<InterestsOverall> {
  const { dataset, compiled, step } = model;
  const field = category === null ? null : categoryField(dataset, category);
  const shown = Math.min(k, dataset.items.length);
  const targets = dataset.split.test;
  const counts = Float32Array.from(dataset.split.itemCounts);
  const head = new Set(headItems(dataset.split.itemCounts));
  const least = field && leastCategories(dataset, field);
  const isRare = ({ user }: Target, item: number): boolean => {
    const rare = least?.[user] ?? null;
    return field !== null && rare !== null && valuesOf(field, item).includes(rare);
  };
  const tally = () => new Tally(dataset.items.length, head, isRare);
  const [merged, popularity, alone] = [tally(), tally(), Array.from({ length: compiled.interestCount }, tally)];
  let visited = 0;
  await visitInterests(
    model,
    targets,
    shown,
    (target, lists) => {
      for (const { interest, items } of lists)
        alone[interest]!.add(
          target,
          items.map(({ item }) => item),
        );
      merged.add(
        target,
        mergedList(lists, shown, field, diversity).map(({ item }) => item),
      );
      popularity.add(
        target,
        Array.from(topItems(counts, shown, removedItems(dataset, target))).filter((item) => item !== NO_ITEM),
      );
      onProgress?.((visited += 1) / targets.length);
    },
    signal,
  );
  return {
    step,
    k: shown,
    category,
    diversity,
    users: targets.length,
    merged: merged.figures,
    popularity: popularity.figures,
    alone: alone.map(({ users, figures }, interest) => ({ interest, users, figures })),
  };
}

/** Adds up lists of items. */
class Tally {
  users = 0;
  private recall = 0;
  private asked = 0;
  private found = 0;
  private places = 0;
  private headPlaces = 0;
  private readonly distinct = new Set<number>();

  /** @param isRare whether an item is of the user's least frequent category */
  constructor(
    private readonly catalogue: number,
    private readonly head: ReadonlySet<number>,
    private readonly isRare: (target: Target, item: number) => boolean,
  ) {}

  /** @param list without empty places */
  add(target: Target, list: readonly number[]): void {
    const shown = new Set(list);
    const share = (wanted: readonly number[]): number =>
      wanted.filter((item) => shown.has(item)).length / wanted.length;
    this.users += 1;
    this.recall += share([...target.items]);
    this.places += list.length;
    for (const item of list) {
      this.distinct.add(item);
      if (this.head.has(item)) this.headPlaces += 1;
    }
    const rare = [...target.items].filter((item) => this.isRare(target, item));
    if (rare.length === 0) return;
    this.asked += 1;
    this.found += share(rare);
  }

  get figures(): ListFigures {
    const mean = (sum: number, of: number): number | null => (of === 0 ? null : sum / of);
    return {
      recall: mean(this.recall, this.users),
      coverage: this.distinct.size / this.catalogue,
      headShare: mean(this.headPlaces, this.places),
      leastRecall: mean(this.found, this.asked),
      leastUsers: this.asked,
    };
  }
}
