import { defineBlock, port, type InputTypes, type WeightSpec } from '../../block';
import { choice, int, toggle } from '../../params';

/** Hidden units start open: fields fresh from their tables average to far less than this, so that no weights can shut a unit for every row. */
const HIDDEN_BIAS = 0.1;

/**
 * Squeeze z_f = mean(x_f), or also max(x_f); excite a = gate(W2 relu(W1 z + b1) + b2) with F / r hidden units; reweight y_f = a_f x_f, or x_f + a_f x_f.
 *
 * W2 starts at zero, so that no field and no row begins ahead of another: 2-sigmoid and ReLU gates (b2 = 1) at exactly 1, the identity; sigmoid at 1/2,
 * softmax at 1/F. With the skip the gated field comes on top. The ReLU needs this: with W2 drawn and no bias, as in the paper and in public code, a field
 * whose few weights are negative has the gate 0 for every row, hidden units being at least 0; no gradient passes there, and the field is lost for ever
 * before the first step.
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
        'Weighs each field by its importance for this example: summarises every field in one number, lets a small network look at all of them, and multiplies each field by a gate. ' +
        'With a single field there is nothing to weigh: the gate only scales it, and a softmax leaves it as it is.',
      params: { squeeze: 'Summary of a field', reduction: 'Reduction (fields per hidden unit)', gate: 'Gate', skip: 'Keep the field and add the gated one' },
      ports: { gate: 'gate' },
      options: { mean: 'mean', 'mean+max': 'mean and maximum', '2sigmoid': '2 × sigmoid (starts at 1)', sigmoid: 'sigmoid (starts at ½)', relu: 'ReLU (starts at 1)', softmax: 'softmax over the fields' },
      probes: { gate: 'SE importance: gate of each field' },
    },
    zh: {
      title: 'SE 门控',
      about: '按样本衡量每个特征域的重要性：把各域压缩成一个数，由一个小网络综合判断，再以门控值乘以该域。只有一个域时无可比较：门控只改变其大小，softmax 则保持不变。',
      params: { squeeze: '域的概括方式', reduction: '压缩比（每个隐藏单元对应的域数）', gate: '门控', skip: '保留原域并加上门控后的域' },
      ports: { gate: '门控值' },
      options: { mean: '均值', 'mean+max': '均值与最大值', '2sigmoid': '2 × sigmoid（起始为 1）', sigmoid: 'sigmoid（起始为 ½）', relu: 'ReLU（起始为 1）', softmax: '各域间 softmax' },
      probes: { gate: 'SE 重要性：各特征域的门控值' },
    },
  },
  inputs: { fields: port('fields') },
  outputs: { fields: 'fields', gate: 'internal' },
  params: {
    squeeze: choice(['mean', 'mean+max'], 'mean'),
    reduction: int({ default: 3, min: 1, max: 16 }),
    gate: choice(['2sigmoid', 'sigmoid', 'relu', 'softmax'], '2sigmoid'),
    skip: toggle(false),
  },
  infer: ({ fields }) => ({ fields, gate: { kind: 'internal', shape: `[R, ${fields.names.length}]` } }),
  weights(inputs, params): Record<string, WeightSpec> {
    const { count, squeezed, hidden } = sizes(inputs, params);
    return {
      'layer1/kernel': { shape: [squeezed, hidden], init: { kind: 'glorot', fanIn: squeezed, fanOut: hidden } },
      'layer1/bias': { shape: [hidden], init: { kind: 'constant', value: HIDDEN_BIAS } },
      'layer2/kernel': { shape: [hidden, count], init: { kind: 'constant', value: 0 } },
      'layer2/bias': { shape: [count], init: { kind: 'constant', value: params.gate === 'relu' ? 1 : 0 } },
    };
  },
  probes: { gate: { per: 'row', labels: ({ fields }) => fields.names } },
  cost(inputs, params) {
    const { count, squeezed, hidden } = sizes(inputs, params);
    const { width } = inputs.fields;
    return { flops: squeezed * width + hidden * (2 * squeezed + 2) + count * (2 * hidden + 2) + (params.skip ? 2 : 1) * count * width };
  },
});

/** Fields, numbers that summarise them, and hidden units: F / r, at least one. */
function sizes({ fields }: InputTypes<{ fields: ReturnType<typeof port<'fields'>> }>, { squeeze, reduction }: { squeeze: 'mean' | 'mean+max'; reduction: number }) {
  const count = fields.names.length;
  return { count, squeezed: squeeze === 'mean' ? count : 2 * count, hidden: Math.max(1, Math.floor(count / reduction)) };
}
