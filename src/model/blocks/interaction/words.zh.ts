import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '用户 × 物品',
  about:
    '把用户与它的每个候选物品并排放在一起，并附上逐元素乘积。此后的网络可以任意交叉两侧特征，因此每一对都要单独计算：这是排序模型，无法用向量索引检索。',
  params: { product: '逐元素乘积' },
  ports: { user: '用户', item: '物品' },
} satisfies TranslationOf<typeof block>;
