import type { Rankers, RankerWords } from '../ranker';

export default {
  title: '热门 + 近期',
  about: '请求时刻最热门的物品，越新的事件权重越大',
  choices: { halfLife: { other: '半衰期 {n} 天', none: '无半衰期' } },
} satisfies RankerWords<Rankers['popularityRecency']>;
