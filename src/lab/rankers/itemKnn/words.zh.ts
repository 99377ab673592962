import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'ItemKNN',
  about: '同一批人买过的物品',
  choices: { neighbours: '{value} 个近邻', shrinkage: '收缩 {value}' },
  instead: { short: '日志过大，无法完整搜索：近邻至多试 100 个，只统计每个用户最近的 200 个物品。' },
} satisfies RankerWords<Rankers['itemKnn']>;
