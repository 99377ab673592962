import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: '向量坍缩',
  evidence: {
    user: '用户向量只用了 {width} 个方向中的 {user} 个（有效秩）：所有用户得到的列表几乎相同。',
    item: '物品向量只用了 {width} 个方向中的 {item} 个（有效秩）：物品之间几乎分不开。',
    both: '在 {width} 个方向中，用户向量只用了 {user} 个，物品向量只用了 {item} 个（有效秩）。',
  },
  advice: '可以降低温度、增加负样本（更大的批）、减小学习率，或加入能区分用户和物品的域，例如 id。',
} satisfies WordsOf<typeof diagnosis>;
