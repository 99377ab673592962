import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '捷径',
  about:
    '让一个向量（例如少数精选的特征域）绕过中间各层，直接并入主向量。拼接时，两塔的捷径只与对方的捷径相遇，并使索引变宽；相加时也与对方的塔相遇，宽度不变。',
  params: {
    join: '并入方式',
    map: '捷径的映射',
    width: '映射宽度（拼接时）',
    normalise: '两者各归一化为单位长度，并各带一个学习的权重',
    start: '捷径权重的初值，主向量为 1（归一化时）',
  },
  ports: { main: '主向量', shortcut: '捷径' },
  options: { add: '相加', concatenate: '拼接', linear: '线性映射', none: '无' },
  probes: { length: '并入处主向量与捷径的长度' },
} satisfies TranslationOf<typeof block>;
