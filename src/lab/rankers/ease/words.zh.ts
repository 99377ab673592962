import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'EASE',
  about: '整份日志的线性模型，精确求解',
  choices: { lambda: '正则系数 {value}' },
} satisfies RankerWords<Rankers['ease']>;
