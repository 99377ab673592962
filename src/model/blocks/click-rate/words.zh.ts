import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '点击率',
  about:
    '候选物品此前每次展示被选中的比例（不计该用户自己）：相对全体均值的对数几率，展示少时向均值收缩，另附展示次数。日志须含曝光；只有排序模型能用。',
  params: { prior: '按均值补的展示数' },
} satisfies TranslationOf<typeof block>;
