import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '交叉特征',
  about:
    '按某个物品字段比较用户历史与候选物品：历史中有多少事件与它同类，最近一次距今多少天；打开位置后，还包括其后又发生了多少事件。需要同时看到两侧，只有排序模型能用。',
  params: { field: '物品字段', length: '回看的事件数', position: '最近一次的位置' },
} satisfies TranslationOf<typeof block>;
