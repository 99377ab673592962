import type { Rankers, RankerWords } from '../ranker';

export default {
  title: '转移',
  about: '最近几个物品之后常出现的物品',
  choices: {},
} satisfies RankerWords<Rankers['transitions']>;
