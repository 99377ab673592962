import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '历史用户',
  about:
    '在该时刻之前选过该物品的最近若干用户（不含当前用户），由旧到新，每个用户带有其嵌入特征。索引使用训练部分的全部用户。',
  params: { tables: '嵌入表', length: '最近用户数', dropout: '隐藏用户比例（训练时）' },
} satisfies TranslationOf<typeof block>;
