import type { TranslationOf } from '../../blocks/block';
import type block from './block';

export default {
  title: '类别对齐',
  about:
    '每个类别的物品向量应与最大类别的分布相似：惩罚它们协方差之间的差别。属于多个类别的物品在每个类别中都计入。只计最常见的 32 个类别；物品太少时协方差说明不了什么。',
  params: { weight: '在损失中的权重', field: '类别字段', least: '一个类别至少的物品数' },
  probes: {
    categories: '批内物品足够的类别数：不足两个时没有可比较的',
    items: '属于这些类别的物品占批内物品的比例',
  },
  labels: { categories: '类别数', items: '比例' },
} satisfies TranslationOf<typeof block>;
