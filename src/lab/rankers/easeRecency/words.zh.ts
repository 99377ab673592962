import ease from '../ease/words.zh';
import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'EASE + 近期',
  about: '同一个线性模型，历史中越新的权重越大',
  choices: { halfLife: { other: '半衰期 {n} 个事件', none: '无半衰期' }, ...ease.choices },
} satisfies RankerWords<Rankers['easeRecency']>;
