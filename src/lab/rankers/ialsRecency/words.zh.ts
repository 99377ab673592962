import ials from '../ials/words.zh';
import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'iALS + 近期',
  about: '同一个矩阵分解，历史中越新的权重越大',
  choices: { halfLife: { other: '半衰期 {n} 个事件', none: '无半衰期' }, ...ials.choices },
} satisfies RankerWords<Rankers['ialsRecency']>;
