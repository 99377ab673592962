import type { TranslationOf } from '../../blocks/block';
import { chosenWords, maskWords } from '../negative-words.zh';
import type block from './block';

export default {
  title: '三元组',
  about:
    '每行自己的物品应比别的物品近一个间隔；更远的不再提供信息。最难负例应放在后一阶段，等随机负例收敛之后；比较所有配对所需的内存随批大小的平方增长。',
  params: {
    weight: '在损失中的权重',
    form: '比较依据',
    margin: '间隔',
    reduction: '对各配对',
    ...chosenWords.params,
    ...maskWords,
  },
  options: {
    similarity: '相似度',
    distance: '平方距离',
    mean: '取平均',
    sum: '求和（批越大步子越大）',
    ...chosenWords.options,
  },
  probes: { active: '未达到间隔的配对' },
  labels: { active: '比例' },
} satisfies TranslationOf<typeof block>;
