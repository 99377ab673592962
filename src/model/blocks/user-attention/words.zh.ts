import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '用户注意力',
  about:
    '把序列变成一个向量：对事件加权平均，权重由查询向量（通常是用户画像）决定。各域分开时，事件的每个特征域单独加权，如 SDM 的长期分支。',
  params: { apart: '各特征域单独加权' },
  ports: { query: '查询' },
  probes: { share: '各历史事件的权重（由旧到新，1 为最新）' },
} satisfies TranslationOf<typeof block>;
