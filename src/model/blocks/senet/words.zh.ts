import type { TranslationOf } from '../block';
import type block from './block';

export default {
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
    all: '不概括：直接看所有域的全部数值（COLD）',
    '2sigmoid': '2 × sigmoid（起始为 1）',
    sigmoid: 'sigmoid（起始为 ½）',
    relu: 'ReLU（起始为 1）',
    softmax: '各域间 softmax',
  },
  probes: { gate: 'SE 重要性：各特征域的门控值', length: '门控值 × 向量长度：各特征域实际通过多少' },
} satisfies TranslationOf<typeof block>;
