import type { Rankers, RankerWords } from '../ranker';

export default {
  title: '随机',
  about: '任意顺序概率相同：仅凭运气能找到多少',
  choices: {},
  instead: { places: '{users} 个用户、{items} 个物品，无法逐一抽取完整顺序：只抽取目标物品的位置。' },
} satisfies RankerWords<Rankers['random']>;
