import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: '训练发散',
  evidence: {
    notFinite: '自第 {step} 步起，损失或分数不是有限的数；最大的学习率为 {rate}。',
    rose: '损失上升：开始时 {before}，现在 {now}；最大的学习率为 {rate}。',
  },
  advice: '可以把学习率降到三分之一至十分之一，加预热，或限制梯度的范数；若用内积打分，可改用余弦。',
} satisfies WordsOf<typeof diagnosis>;
