import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '最近会话',
  about:
    '用户在该时刻之前最近一次会话中的事件，由旧到新。日志有会话列时按该列区分会话；没有时，相邻事件的间隔达到设定值即为新的会话。',
  params: { tables: '嵌入表', length: '最近事件数', dropout: '隐藏事件比例（训练时）', gap: '会话间隔（分钟）' },
} satisfies TranslationOf<typeof block>;
