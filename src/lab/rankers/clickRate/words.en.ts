import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'Click-through rate',
  about: 'the items most often taken when they are shown, the same for everyone',
  choices: {},
} satisfies RankerWords<Rankers['clickRate']>;
