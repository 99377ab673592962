import type { Rankers, RankerWords } from '../ranker';

export default {
  title: '随机',
  about: '任意顺序概率相同：仅凭运气能找到多少',
  choices: {},
} satisfies RankerWords<Rankers['random']>;
