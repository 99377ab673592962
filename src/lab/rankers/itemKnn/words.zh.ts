import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'ItemKNN',
  about: '同一批人买过的物品',
  choices: { neighbours: '{value} 个近邻', shrinkage: '收缩 {value}' },
} satisfies RankerWords<Rankers['itemKnn']>;
