import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'Popularity + recency',
  about: 'the most frequent items at the moment of the request, recent events weighted more',
  choices: { halfLife: { one: 'half-life {n} day', other: 'half-life {n} days', none: 'no half-life' } },
} satisfies RankerWords<Rankers['popularityRecency']>;
