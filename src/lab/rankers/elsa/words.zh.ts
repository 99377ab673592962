import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'ELSA（重构）',
  about: '低秩线性自编码器，以重构用户的全部交互为训练目标',
  choices: {
    width: '宽度 {value}',
    epochs: { other: '训练 {n} 轮', none: '不训练' },
  },
  instead: {
    narrow: '日志过大，无法搜索宽度：取其中最小的。',
    fixed: '日志过大，无法搜索：宽度与训练轮数取固定值。',
  },
} satisfies RankerWords<Rankers['elsa']>;
