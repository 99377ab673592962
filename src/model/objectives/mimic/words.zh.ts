import type { TranslationOf } from '../../blocks/block';
import { rowWeightWords } from '../row-weight-words.zh';
import type block from './block';

export default {
  title: '模仿',
  about: '把用户的增强向量拉向该用户所选物品的向量，或把物品的增强向量拉向其用户的向量。被模仿的塔不从中学习。',
  params: { weight: '在损失中的权重', side: '增强哪一侧', ...rowWeightWords },
  ports: { augmented: '增强向量' },
  options: { user: '用户塔', item: '物品塔' },
  probes: { likeness: '增强向量与另一塔向量的余弦' },
  labels: { likeness: '余弦' },
} satisfies TranslationOf<typeof block>;
