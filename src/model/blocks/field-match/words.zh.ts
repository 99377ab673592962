import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '字段匹配',
  about:
    '比较用户（或事件）的一个字段与候选物品的一个字段：是否有相同的取值，以及候选物品的取值中有多大比例也在前者之中。取值按原文逐字比较。需要同时看到两侧，只有排序模型能用。',
  params: { user: '用户或事件字段', item: '物品字段' },
} satisfies TranslationOf<typeof block>;
