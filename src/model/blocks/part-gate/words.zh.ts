import type { TranslationOf } from '../block';
import type block from './block';

export default {
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
    all: '不概括：直接看各部分的全部数值（COLD）',
    '2sigmoid': '2 × sigmoid（起始为 1）',
    sigmoid: 'sigmoid（起始为 ½）',
    relu: 'ReLU（起始为 1）',
    softmax: '各部分间 softmax',
  },
  probes: { gate: 'SE 重要性：各部分的门控值', length: '门控值 × 部分长度：各部分实际通过多少' },
} satisfies TranslationOf<typeof block>;
