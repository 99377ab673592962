import itemKnn from '../itemKnn/words.zh';
import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'ItemKNN + 近期',
  about: '同一批人买过的物品，历史中越新的权重越大',
  choices: { halfLife: { other: '半衰期 {n} 个事件', none: '无半衰期' }, ...itemKnn.choices },
} satisfies RankerWords<Rankers['itemKnnRecency']>;
