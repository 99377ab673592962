import ease from '../ease/words.en';
import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'EASE + recency',
  about: 'EASE with recent events weighted more',
  choices: {
    halfLife: { one: 'half-life {n} event', other: 'half-life {n} events', none: 'no half-life' },
    ...ease.choices,
  },
} satisfies RankerWords<Rankers['easeRecency']>;
