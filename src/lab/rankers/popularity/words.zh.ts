import type { Rankers, RankerWords } from '../ranker';

export default {
  title: '热门',
  about: '买得最多的，人人相同',
  choices: {},
} satisfies RankerWords<Rankers['popularity']>;
