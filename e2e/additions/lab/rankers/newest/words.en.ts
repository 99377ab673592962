import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'Newest',
  about: 'the items that were taken last',
  choices: { reach: 'the last {value}' },
} satisfies RankerWords<Rankers['newest']>;
