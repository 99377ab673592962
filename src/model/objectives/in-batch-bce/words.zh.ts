import type { TranslationOf } from '../../blocks/block';
import { chosenWords, maskWords } from '../negative-words.zh';
import { likelihoodWords } from '../likelihood-words.zh';
import type block from './block';

export default {
  title: '采样交叉熵',
  about:
    '是或否：每行自己的物品对批内另外几个物品。匹配必须带缩放：温度为 1 的余弦只在 -1 与 1 之间，损失便降不到 0.31 以下。最难负例应放在后一阶段，等随机负例收敛之后。',
  params: {
    ...likelihoodWords,
    ...chosenWords.params,
    bias: '偏置',
    learnBias: '学习偏置（上面的值为初值）',
    ...maskWords,
  },
  options: chosenWords.options,
  probes: { bias: '学到的偏置' },
  labels: { bias: '偏置' },
} satisfies TranslationOf<typeof block>;
