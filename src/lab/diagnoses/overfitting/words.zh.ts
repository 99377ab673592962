import type { WordsOf } from '../diagnosis';
import type diagnosis from './diagnosis';

export default {
  title: '过拟合',
  evidence: {
    falls: '验证部分的 NDCG@10 从 {best}（第 {bestStep} 步）降到 {now}，而损失从 {lossThen} 降到 {lossNow}。',
  },
  advice: '最好的权重已保留。想更进一步，可以用早停、dropout、权重衰减，或更窄的塔和表。',
} satisfies WordsOf<typeof diagnosis>;
