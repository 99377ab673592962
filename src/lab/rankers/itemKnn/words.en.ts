import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'ItemKNN',
  about: 'items that share users with the history',
  choices: { neighbours: '{value} neighbours', shrinkage: 'shrinkage {value}' },
  instead: {
    short:
      'The log is too large for the whole search: at most 100 neighbours are tried, counted on the newest 200 items of each user.',
  },
} satisfies RankerWords<Rankers['itemKnn']>;
