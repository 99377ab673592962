import type { Rankers, RankerWords } from '../ranker';

export default {
  title: '点击率',
  about: '展示后最常被选中的物品，人人相同',
  choices: {},
} satisfies RankerWords<Rankers['clickRate']>;
