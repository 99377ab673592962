import type { Rankers, RankerWords } from '../ranker';

export default {
  title: 'EASE',
  about: '整份日志的线性模型，精确求解',
  choices: { lambda: '正则系数 {value}' },
  instead: {
    chosenOnFrequent: '物品有 {items} 个，无法在全部物品上逐一试验正则系数：改在最常见的 2,048 个物品上选取。',
    sparse:
      '物品有 {items} 个，超出一个矩阵的规模：每个物品只在与其最相似的 100 个物品上求解（稀疏形式），正则系数在最常见的 2,048 个物品上选取。',
  },
} satisfies RankerWords<Rankers['ease']>;
