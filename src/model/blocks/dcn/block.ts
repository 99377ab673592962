import { defineBlock, port, type WeightSpec } from '../../block';
import { choice, int } from '../../params';

/**
 * Version 1: x_{l+1} = x_0 (x_l . w_l) + b_l + x_l; version 2: x_{l+1} = x_0 * (W_l x_l + b_l) + x_l, * elementwise. The output is as wide as the
 * input, so the block crosses but does not compress: it wants a few chosen fields below it, or an MLP above it.
 */
export default defineBlock({
  id: 'dcn',
  formerIds: [],
  family: 'channel',
  sides: ['user', 'item'],
  source: 'v1: Wang et al., ADKDD 2017, eq. 3; v2: Wang et al., WWW 2021, eq. 1',
  words: {
    en: {
      title: 'Cross network',
      about: 'Multiplies the input with itself, one degree higher with each layer, and adds the layer below. The output is as wide as the input: give it few, chosen fields.',
      params: { version: 'Version', layers: 'Layers' },
      options: { v1: 'DCN (a vector per layer)', v2: 'DCN-v2 (a matrix per layer)' },
    },
    zh: {
      title: '交叉网络',
      about: '让输入与自身相乘，每层提高一阶，并加上前一层。输出与输入同宽：宜只接入少量精选的特征域。',
      params: { version: '版本', layers: '层数' },
      options: { v1: 'DCN（每层一个向量）', v2: 'DCN-v2（每层一个矩阵）' },
    },
  },
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector' },
  params: { version: choice(['v1', 'v2'], 'v2'), layers: int({ default: 2, min: 1, max: 8 }) },
  infer: ({ vector: { width } }) => ({ vector: { kind: 'vector', width, parts: [{ name: 'dcn', width }] } }),
  weights({ vector: { width } }, { version, layers }) {
    const across = version === 'v1' ? 1 : width;
    const specs: Record<string, WeightSpec> = {};
    for (let layer = 1; layer <= layers; layer++) {
      specs[`layer${layer}/kernel`] = { shape: [width, across], init: { kind: 'glorot', fanIn: width, fanOut: across } };
      specs[`layer${layer}/bias`] = { shape: [width], init: { kind: 'constant', value: 0 } };
    }
    return specs;
  },
  cost: ({ vector: { width } }, { version, layers }) => ({ flops: layers * (version === 'v1' ? 5 * width : width * (2 * width + 3)) }),
});
