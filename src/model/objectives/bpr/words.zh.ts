import type { TranslationOf } from '../../blocks/block';
import { chosenWords, maskWords } from '../negative-words.zh';
import { likelihoodWords } from '../likelihood-words.zh';
import type block from './block';

export default {
  title: '成对排序（BPR）',
  about:
    '每行自己的物品得分应高于另一个物品，差距越大越好。匹配必须带缩放：温度为 1 时两个余弦最多相差 2，损失便降不到 0.12 以下。为找最难负例而比较所有配对，所需内存随批大小的平方增长。',
  params: { ...likelihoodWords, ...chosenWords.params, ...maskWords },
  options: chosenWords.options,
} satisfies TranslationOf<typeof block>;
