import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '堆叠',
  about:
    '把多个等宽的向量各自作为一个兴趣，分别召回：例如短期与长期各一个。历史为空而全为零的向量不参与召回；第一个始终参与。',
  params: {},
  ports: { vectors: '向量' },
  probes: { active: '激活的兴趣数', similarity: '同一用户各兴趣的相似程度（1 = 方向相同）' },
  labels: { active: '激活数', similarity: '相似程度' },
} satisfies TranslationOf<typeof block>;
