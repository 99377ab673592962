import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '标签感知匹配',
  about:
    '用户的多个兴趣与物品相遇之处。训练时，由与该行物品相合的兴趣代表用户；之后每个激活的兴趣各自召回，物品得分取其中最高者。',
  params: {
    score: '得分',
    temperature: '温度',
    learnTemperature: '学习温度（上面的值为初值）',
    attention: '由哪个兴趣代表',
    sharpness: '注意力锐度',
  },
  ports: { item: '物品' },
  options: { cosine: '余弦', inner: '内积', soft: '全部，按与物品的相似程度', best: '仅最近的一个' },
  probes: { scale: '学到的缩放，即 1 / 温度', attention: '各兴趣代表用户的比例' },
  labels: { scale: '缩放' },
} satisfies TranslationOf<typeof block>;
