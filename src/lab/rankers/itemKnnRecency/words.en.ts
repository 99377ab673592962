import itemKnn from '../itemKnn/words.en';
import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'ItemKNN + recency',
  about: 'items that share users with the history, recent events weighted more',
  choices: {
    halfLife: { one: 'half-life {n} event', other: 'half-life {n} events', none: 'no half-life' },
    ...itemKnn.choices,
  },
} satisfies RankerWords<Rankers['itemKnnRecency']>;
