import type { Dataset } from '../../../data/dataset';
import type { CategoryShare, InterestRetrieval, MergedItem } from '../../../lab/evaluate/interest-lists';
import type { InterestsOverall, ListFigures } from '../../../lab/evaluate/overall';
import type { RankedItem, Retrieval } from '../../../lab/evaluate/retrieve';
import { defineScenes } from '../../gallery/scene';

/** One list item in so many is of the history. */
const SEEN_EVERY = 7;

/** Lists of books as the towers might rank them: always the same for a user. */
class Lists {
  constructor(
    private readonly dataset: Dataset,
    private readonly step: () => number,
  ) {}

  retrieve(user: number, k: number): Retrieval {
    const { users, userTitles, split } = this.dataset;
    const past = this.past(user);
    const targets = [...(split.test.find((target) => target.user === user)?.items ?? [])];
    return {
      user,
      userId: users[user]!,
      userTitle: userTitles[user]!,
      userNote: '',
      history: past,
      targets: targets.map((item, at) => ({ item, title: this.words(item).title, rank: 3 + 118.5 * at })),
      // The first held-out item stands third.
      model: this.list(user, k).map((one, at) =>
        at === 2 && targets.length > 0 ? this.ranked(targets[0]!, 2, true) : one,
      ),
      popularity: this.list(1000, k),
      step: this.step(),
    };
  }

  byInterest(user: number, k: number, category: string | null): InterestRetrieval {
    const past = this.past(user);
    const shares = [0.42, 0.31, 0.18, 0.09];
    const categories: CategoryShare[] =
      category === null
        ? []
        : ['Popular science', 'Literary fiction', 'Crime'].map((value, at) => ({ value, share: shares[at]! }));
    const own = [0, 1, 3].map((interest) => ({
      interest,
      items: this.list(user + 13 * interest, k),
      events: past.slice(0, 4).map(({ item, title }, at) => ({ item, title, share: shares[at]! })),
      feeds: categories,
      finds: categories.slice(0, 1 + (interest % 3)),
    }));
    return {
      user,
      userId: this.dataset.users[user]!,
      userTitle: this.dataset.userTitles[user]!,
      step: this.step(),
      interests: 4,
      category,
      lists: own,
      overlap: own.map((one) => own.map((other) => (one === other ? k : 2))),
      merged: Array.from({ length: k }, (_, at): MergedItem => {
        const { interest, items } = own[at % own.length]!;
        return { ...items[Math.floor(at / own.length)]!, interest, foundBy: at % 2 ? [interest] : [0, 1, 3] };
      }),
    };
  }

  private past(user: number): Retrieval['history'] {
    const { userStart, events } = this.dataset;
    return Array.from(events.item.subarray(userStart[user], userStart[user + 1]), (item, at) => ({
      item,
      ...this.words(item),
      time: events.time[userStart[user]! + at]!,
    })).toReversed();
  }

  private list(seed: number, k: number): RankedItem[] {
    return Array.from({ length: k }, (_, at) =>
      this.ranked((seed * 31 + at * 17) % this.dataset.items.length, at, false),
    );
  }

  private ranked(item: number, at: number, hit: boolean): RankedItem {
    return { item, ...this.words(item), score: 1 / (1 + at), hit, seen: !hit && at % SEEN_EVERY === SEEN_EVERY - 1 };
  }

  private words(item: number): { id: string; title: string; note: string } {
    const { items, itemTitles, itemNotes } = this.dataset;
    return { id: items[item]!, title: itemTitles[item]!, note: itemNotes[item]! };
  }
}

const figures = (recall: number): ListFigures => ({
  recall,
  coverage: 0.4 + recall,
  headShare: 0.6 - recall,
  leastRecall: recall / 2,
  leastUsers: 71,
});

export default defineScenes({
  preset: 'mind',
  answers: (dataset, step) => {
    const lists = new Lists(dataset, step);
    return {
      retrieve: ({ user, k }) => lists.retrieve(user, k),
      retrieveByInterest: ({ user, k, category }) => lists.byInterest(user, k, category),
      evaluateByInterest: ({ k, category }): InterestsOverall => ({
        step: step(),
        k,
        category,
        users: dataset.split.test.length,
        merged: figures(0.21),
        alone: [0, 1, 2, 3].map((interest) => ({ interest, users: 90 - 20 * interest, figures: figures(0.12) })),
        popularity: figures(0.08),
      }),
    };
  },
});
