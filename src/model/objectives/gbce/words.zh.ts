import type { TranslationOf } from '../../blocks/block';
import { maskWords } from '../negative-words.zh';
import { likelihoodWords } from '../likelihood-words.zh';
import type block from './block';

export default {
  title: '广义二元交叉熵（gBCE）',
  about:
    '是或否：每行自己的物品对从全部物品中等概率抽取的物品。抽到的负例只占全部负例的一小部分，校准据此降低正例的权重；不校准即为 SASRec 的采样二元交叉熵，物品很多时会过度自信。',
  params: {
    ...likelihoodWords,
    sampled: '每批的采样物品数',
    calibration: '校准 t',
    ...maskWords,
  },
} satisfies TranslationOf<typeof block>;
