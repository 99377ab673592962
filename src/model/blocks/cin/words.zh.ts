import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '压缩交互网络',
  about:
    '每层将其特征图与所有特征域相乘，逐层提高一阶，再混合成新的特征图；各特征图之和即为输出。宜只接入少量精选的特征域。',
  params: { layers: '各层特征图数', activation: '激活函数' },
  options: { identity: '无', relu: 'ReLU' },
} satisfies TranslationOf<typeof block>;
