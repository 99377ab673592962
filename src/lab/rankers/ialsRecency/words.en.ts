import ials from '../ials/words.en';
import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'iALS + recency',
  about: 'iALS with recent events weighted more',
  choices: {
    halfLife: { one: 'half-life {n} event', other: 'half-life {n} events', none: 'no half-life' },
    ...ials.choices,
  },
} satisfies RankerWords<Rankers['ialsRecency']>;
