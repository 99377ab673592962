import type { Rankers, RankerWords } from '../ranker';
import type { EaseNote } from './ranker';

export default {
  title: 'EASE',
  about: '整份日志的线性模型，精确求解',
  choices: { lambda: '正则系数 {value}' },
  instead: {
    chosenOnFrequent: '物品有 {items} 个，无法在全部物品上逐一试验正则系数：改在最常见的 2,048 个物品上选取。',
    sparse:
      '物品有 {items} 个，超出一个矩阵的规模：每个物品只在与其最相似的 100 个物品上求解（稀疏形式），正则系数在最常见的 2,048 个物品上选取。',
    sparser:
      '物品有 {items} 个，超出一个矩阵的规模，在 100 个物品上求解也太慢：每个物品只在与其最相似的 30 个物品上求解（稀疏形式），正则系数在最常见的 2,048 个物品上选取。',
  },
  notes: {
    onGpu: '在 GPU 上以单精度求逆；经抽查，权重的误差不超过该物品最大权重的百万分之 {millionths}。',
    noGpu: '没有 GPU，改由处理器求逆，需要几分钟。',
    gpuTooSmall: 'GPU 容不下 {rows} 行的矩阵，改由处理器求逆。',
    tooCoarse: '正则系数为 {lambda} 时，GPU 的单精度对这份日志不够精确，改由处理器求逆。',
    gpuFailed: 'GPU 中途失败，改由处理器求逆。',
  },
} satisfies RankerWords<Rankers['ease']> & { notes: Record<EaseNote, string> };
