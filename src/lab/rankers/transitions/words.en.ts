import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'Transitions',
  about: 'items that follow the most recent ones',
  choices: {},
} satisfies RankerWords<Rankers['transitions']>;
