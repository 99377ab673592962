import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: '温度不合适',
  evidence: {
    low: '温度为 {now}，即缩放 {scale}：所有负样本中只有最近的一个起作用。',
    high: '温度为 {now}：在大小为 {batch} 的批中，即使在无关物品中完全匹配，也还剩下随机猜测时损失的 {floor}。',
  },
  advice: '余弦的温度一般取 0.03 到 0.2；也可以让温度可学习。',
} satisfies WordsOf<typeof diagnosis>;
