import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'ItemKNN',
  about: 'items that share users with the history',
  choices: { neighbours: '{value} neighbours', shrinkage: 'shrinkage {value}' },
} satisfies RankerWords<Rankers['itemKnn']>;
