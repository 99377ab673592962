import { defineBlock, port } from '../block';
import { excitationFlops, excitationParams, excitationWeights, gateAxis } from './excitation';

/**
 * Squeeze z_f = mean(x_f), or also max(x_f); excite a = gate(W2 relu(W1 z + b1) + b2) with F / r hidden units; reweight
 * y_f = a_f x_f, or x_f + a_f x_f.
 */
export default defineBlock({
  id: 'senet',
  formerIds: [],
  family: 'gate',
  sides: ['user', 'item'],
  source: 'FiBiNET: Huang et al., RecSys 2019, eq. 4-6; skip: IntTower, CIKM 2022',
  words: {
    en: {
      title: 'SE gate',
      about:
        'Weighs each field by its importance for the example: summarises every field in one number, feeds all of them to a small network, and multiplies each field by a gate. ' +
        'With a single field there is nothing to weigh: the gate only scales it, and a softmax has no effect. For a vector whose parts differ in width, use the SE part gate.',
      params: {
        squeeze: 'Summary of a field',
        reduction: 'Reduction (fields per hidden unit)',
        gate: 'Gate',
        skip: 'Keep the field and add the gated one',
      },
      ports: { gate: 'gate' },
      options: {
        mean: 'mean',
        'mean+max': 'mean and maximum',
        '2sigmoid': '2 × sigmoid (starts at 1)',
        sigmoid: 'sigmoid (starts at ½)',
        relu: 'ReLU (starts at 1)',
        softmax: 'softmax over the fields',
      },
      probes: {
        gate: 'SE importance: gate of each field',
        length: 'Gate × embedding length: how much of each field goes on',
      },
    },
    zh: {
      title: 'SE 门控',
      about:
        '按样本衡量每个特征域的重要性：把各域压缩成一个数，由一个小网络综合判断，再以门控值乘以该域。只有一个域时无可比较：门控只改变其大小，softmax 则保持不变。各部分宽度不等的向量请用“SE 分部门控”。',
      params: {
        squeeze: '域的概括方式',
        reduction: '压缩比（每个隐藏单元对应的域数）',
        gate: '门控',
        skip: '保留原域并加上门控后的域',
      },
      ports: { gate: '门控值' },
      options: {
        mean: '均值',
        'mean+max': '均值与最大值',
        '2sigmoid': '2 × sigmoid（起始为 1）',
        sigmoid: 'sigmoid（起始为 ½）',
        relu: 'ReLU（起始为 1）',
        softmax: '各域间 softmax',
      },
      probes: { gate: 'SE 重要性：各特征域的门控值', length: '门控值 × 向量长度：各特征域实际通过多少' },
    },
  },
  inputs: { fields: port('fields') },
  outputs: { fields: 'fields', gate: 'internal' },
  params: excitationParams,
  infer: ({ fields }) => ({ fields, gate: { kind: 'internal', shape: `[R, ${fields.names.length}]` } }),
  weights: ({ fields: { names } }, params) => excitationWeights(names.length, params),
  probes: {
    gate: { per: 'row', axis: gateAxis, labels: ({ fields }) => fields.names },
    length: { per: 'row', labels: ({ fields }) => fields.names },
  },
  cost: ({ fields: { names, width } }, params) => ({
    flops: excitationFlops(names.length, names.length * width, params),
  }),
});
