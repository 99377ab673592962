import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'Popularity',
  about: 'the most frequent items, the same for everyone',
  choices: {},
} satisfies RankerWords<Rankers['popularity']>;
