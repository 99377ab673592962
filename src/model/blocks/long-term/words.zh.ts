import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '更早的会话',
  about:
    '用户在最近会话之前各次会话中的事件，由旧到新，从最近会话起最远回溯设定的天数（0 表示不限）。会话的区分方式与“最近会话”相同：两者请使用同一间隔。',
  params: {
    tables: '嵌入表',
    length: '最近事件数',
    dropout: '隐藏事件比例（训练时）',
    gap: '会话间隔（分钟）',
    days: '回溯天数（0 = 不限）',
  },
} satisfies TranslationOf<typeof block>;
