import { defineBlock, port } from '../block';
import { layoutOf, namesOf } from '../../document/parts';
import { excitationFlops, excitationParams, excitationWeights, gateAxis } from '../senet/excitation';

/**
 * The equations of the SE gate with the parts of a vector in place of fields: z_p = mean of the numbers of part p, or
 * also their maximum, y_p = a_p x_p. Nothing in them asks for equal widths. Parts are stretches of the layout, where
 * the vector has one.
 */
export default defineBlock({
  id: 'part-gate',
  formerIds: [],
  family: 'gate',
  sides: ['user', 'item'],
  source: 'FiBiNET: Huang et al., RecSys 2019, eq. 4-6, over parts that may differ in width; skip: IntTower, CIKM 2022',
  words: {
    en: {
      title: 'SE part gate',
      about:
        'The SE gate for a vector whose parts may differ in width, such as a wide id beside narrow genres: place it between a concat and an MLP. It summarises every part in one number, ' +
        'feeds all of them to a small network, and multiplies each part by a gate. For fields of equal width that stay fields, for example before FM or CIN, use the SE gate. ' +
        'With a single part, such as an MLP’s output, there is nothing to weigh: the gate only scales it, and a softmax has no effect.',
      params: {
        squeeze: 'Summary of a part',
        reduction: 'Reduction (parts per hidden unit)',
        gate: 'Gate',
        skip: 'Keep the part and add the gated one',
      },
      ports: { gate: 'gate' },
      options: {
        mean: 'mean',
        'mean+max': 'mean and maximum',
        '2sigmoid': '2 × sigmoid (starts at 1)',
        sigmoid: 'sigmoid (starts at ½)',
        relu: 'ReLU (starts at 1)',
        softmax: 'softmax over the parts',
      },
      probes: {
        gate: 'SE importance: gate of each part',
        length: 'Gate × length of the part: how much of it goes on',
      },
    },
    zh: {
      title: 'SE 分部门控',
      about:
        '用于各部分宽度可以不等的向量的 SE 门控，例如较宽的 id 与较窄的类型并列：置于拼接与 MLP 之间，把每个部分压缩成一个数，由一个小网络综合判断，再以门控值乘以该部分。' +
        '若各特征域宽度相同且之后仍作为特征域使用（如接 FM、CIN），请用“SE 门控”。只有一个部分（如 MLP 的输出）时无可比较：门控只改变其大小，softmax 则保持不变。',
      params: {
        squeeze: '部分的概括方式',
        reduction: '压缩比（每个隐藏单元对应的部分数）',
        gate: '门控',
        skip: '保留原部分并加上门控后的部分',
      },
      ports: { gate: '门控值' },
      options: {
        mean: '均值',
        'mean+max': '均值与最大值',
        '2sigmoid': '2 × sigmoid（起始为 1）',
        sigmoid: 'sigmoid（起始为 ½）',
        relu: 'ReLU（起始为 1）',
        softmax: '各部分间 softmax',
      },
      probes: { gate: 'SE 重要性：各部分的门控值', length: '门控值 × 部分长度：各部分实际通过多少' },
    },
  },
  inputs: { vector: port('vector') },
  outputs: { vector: 'vector', gate: 'internal' },
  params: excitationParams,
  infer: ({ vector }) => ({ vector, gate: { kind: 'internal', shape: `[R, ${layoutOf(vector).length}]` } }),
  weights: ({ vector }, params) => excitationWeights(layoutOf(vector).length, params),
  probes: {
    gate: { per: 'row', axis: gateAxis, labels: ({ vector }) => namesOf(layoutOf(vector)) },
    length: { per: 'row', labels: ({ vector }) => namesOf(layoutOf(vector)) },
  },
  cost: ({ vector }, params) => ({ flops: excitationFlops(layoutOf(vector).length, vector.width, params) }),
});
