import type { Dataset } from '../../../data/dataset';
import type { CategoryShare, InterestRetrieval, MergedItem } from '../../../lab/evaluate/interest-lists';
import type { InterestsOverall, ListFigures } from '../../../lab/evaluate/overall';
import type { RankedItem, Retrieval } from '../../../lab/evaluate/retrieve';
import type { Explanation, PartOf, Split } from '../../../lab/evaluate/explain';
import type { Who } from '../../../lab/evaluate/asked';
import type { PersonField } from '../../../lab/evaluate/person-fields';
import { findItems } from '../../../lab/loading/find-items';
import { defineScenes } from '../../gallery/scene';
import { STATE_PLAYS } from '../../gallery/states';

/** One list item in so many is of the history. */
const SEEN_EVERY = 7;

const rowOf = (who: Who): number => (typeof who === 'number' ? who : (who.base ?? 0));

/** Lists of books as the towers might rank them: always the same for a user, and others for one who was changed. */
class Lists {
  constructor(
    private readonly dataset: Dataset,
    private readonly step: () => number,
  ) {}

  retrieve(who: Who, k: number): Retrieval {
    const { users, userTitles, split } = this.dataset;
    const user = rowOf(who);
    const past = this.past(who);
    const targets = [...(split.test.find((target) => target.user === user)?.items ?? [])];
    return {
      user: typeof who === 'number' ? who : who.base,
      userId: users[user]!,
      userTitle: userTitles[user]!,
      userNote: '',
      history: past,
      targets: targets.map((item, at) => ({ item, title: this.words(item).title, rank: 3 + 118.5 * at })),
      // The first held-out item stands third.
      model: this.list(user + past.length, k).map((one, at) =>
        at === 2 && targets.length > 0 ? this.ranked(targets[0]!, 2, true) : one,
      ),
      popularity: this.list(1000, k),
      step: this.step(),
    };
  }

  byInterest(who: Who, k: number, category: string | null): InterestRetrieval {
    const user = rowOf(who);
    const past = this.past(who);
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
      routing: {
        events: past.map(({ item, title }) => ({ item, title })),
        weights: [0, 1, 2].map((row) => past.map((_, at) => [0.62, 0.27, 0.11][(row + at) % 3]!)),
        sums: 'event',
      },
      merged: Array.from({ length: k }, (_, at): MergedItem => {
        const { interest, items } = own[at % own.length]!;
        return { ...items[Math.floor(at / own.length)]!, interest, foundBy: at % 2 ? [interest] : [0, 1, 3] };
      }),
    };
  }

  explain(who: Who, item: number, interest: number): Explanation {
    const past = this.past(who);
    const named = (of: PartOf[], method: Split['method']): Split => ({
      parts: of.map((one, at) => ({ of: one, value: (at % 3 === 1 ? -1 : 1.7) / (1 + at) })),
      base: 0.21,
      rest: method === 'product' ? 0 : -0.004,
      method,
    });
    const field = (name: string, ofPast: boolean): PartOf => ({ kind: 'field', field: name, past: ofPast });
    const events = past.map(({ item: own, title, time }, place): PartOf => ({
      kind: 'event',
      place,
      item: own,
      title,
      time,
    }));
    return {
      item,
      ...this.words(item),
      score: 2.314,
      interest,
      step: this.step(),
      channels: named(
        ['interests', 'profile'].map((node) => ({ kind: 'node', node })),
        'integrated',
      ),
      fields: named(
        [field('item id', true), field('subject', true), field('age_band', false), field('author', true)],
        'integrated',
      ),
      events: named([...events, { kind: 'fields' }], 'integrated'),
      ofItem: named([field('item id', false), field('subject', false), field('author', false)], 'product'),
    };
  }

  fields(user: number | null): PersonField[] {
    return this.dataset.fields.flatMap(({ name, owner, kind, vocabulary }) =>
      owner === 'user' && kind === 'categorical'
        ? [{ name, owner, values: vocabulary, most: 1, value: user === null ? '' : vocabulary[0]! }]
        : [],
    );
  }

  private past(who: Who): Retrieval['history'] {
    const { userStart, events } = this.dataset;
    const at = (event: number) => ({
      event,
      item: events.item[event]!,
      ...this.words(events.item[event]!),
      time: events.time[event]!,
    });
    if (typeof who === 'number')
      return Array.from({ length: userStart[who + 1]! - userStart[who]! }, (_, n) =>
        at(userStart[who]! + n),
      ).toReversed();
    return who.history
      .map((own) =>
        'event' in own ? at(own.event) : { event: 0, item: own.item, ...this.words(own.item), time: null },
      )
      .toReversed();
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
  states: {
    // With the card of an item open.
    finished: async (stage, scenes) => {
      await STATE_PLAYS.finished(stage, scenes);
      const { data, run, view } = stage.bench;
      const { fingerprint } = data.getState().summary!;
      view.setState({ explained: { data: fingerprint, run: run.getState().id, item: 7, interest: 1 } });
    },
  },
  answers: (dataset, step) => {
    const lists = new Lists(dataset, step);
    return {
      retrieve: ({ user, k }) => lists.retrieve(user, k),
      retrieveByInterest: ({ user, k, category }) => lists.byInterest(user, k, category),
      explain: ({ user, item, interest }) => lists.explain(user, item, interest ?? 1),
      personFields: ({ user }) => ({ fields: lists.fields(user) }),
      findItems: ({ text, limit }) => findItems(dataset, text, limit),
      evaluateByInterest: ({ k, category, diversity }): InterestsOverall => ({
        step: step(),
        k,
        category,
        diversity,
        users: dataset.split.test.length,
        merged: figures(0.21),
        alone: [0, 1, 2, 3].map((interest) => ({ interest, users: 90 - 20 * interest, figures: figures(0.12) })),
        popularity: figures(0.08),
      }),
    };
  },
});
