import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '按几率匹配',
  about:
    '两侧向量各分为三段，分别对应点击、未点击与坏样本；同一类的两段给出该类的 logit。' +
    '线上得分是点击的对数几率，恰好可以写成一次内积，因此索引里存的仍是普通向量。',
  params: {
    score: '各类的 logit',
    temperature: '温度',
    learnTemperature: '学习温度（上面的值为初值）',
    against: '线上几率：点击相对于',
  },
  ports: { user: '用户', item: '物品' },
  options: { cosine: '余弦', inner: '内积', bad: '坏样本', either: '未点击与坏样本的几何平均', 'no-click': '未点击' },
  probes: { scale: '学到的缩放，即 1 / 温度' },
  labels: { scale: '缩放' },
} satisfies TranslationOf<typeof block>;
