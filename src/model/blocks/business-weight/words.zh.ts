import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '业务权重',
  about:
    '在线上得分上加物品某个数值（如出价或毛利）的对数。得分是 softmax 的 logit 时，等于按概率 × 出价排序；得分是对数几率时，按几率 × 出价排序，概率都很小时两者几乎相同。每个向量只多一个数，且完全精确；匹配所学的内容不变。',
  params: { field: '物品的数值（须大于 0）', exponent: '该数值的指数' },
} satisfies TranslationOf<typeof block>;
