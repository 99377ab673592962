import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '自注意力兴趣',
  about: '由历史得到多个向量，每个都是事件的加权平均；一个小网络给出每个事件在每个兴趣中的权重。胶囊的对照方法。',
  params: { count: '兴趣数', hidden: '隐层宽度', positions: '知道事件的位置' },
  ports: { coupling: '耦合' },
  probes: { similarity: '同一用户各兴趣的相似程度（1 = 方向相同）', reach: '每个兴趣依据的事件数（有效个数）' },
  labels: { similarity: '相似程度' },
} satisfies TranslationOf<typeof block>;
