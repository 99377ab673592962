import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '匹配',
  about:
    '双塔相遇之处：用户与物品的得分是两向量的内积或余弦，再除以温度。' +
    '使用系数时，同名的部分两两相配，各自的得分乘以学到的数；这些数并入用户向量，物品索引不受影响。',
  params: {
    score: '得分',
    temperature: '温度',
    learnTemperature: '学习温度（上面的值为初值）',
    coefficients: '学习系数',
  },
  ports: { user: '用户', item: '物品' },
  options: { cosine: '余弦', inner: '内积', none: '无', part: '每个部分一个系数', element: '每个元素一个系数' },
  probes: {
    scale: '学到的缩放，即 1 / 温度',
    coefficient: '学到的各部分系数（逐元素时取平均）',
    contribution: '各部分的贡献：系数 × |乘积|',
  },
  labels: { scale: '缩放' },
} satisfies TranslationOf<typeof block>;
