import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '双塔得分',
  about:
    '像双塔那样用余弦或内积给每一对打分，并把这个数作为排序模型的特征。目标函数读取它的 logit，就能用双塔自己的得分训练两塔；向量本身则经由“用户 × 物品”传入。',
  params: { score: '得分', temperature: '温度', learnTemperature: '学习温度（上面的值为初值）' },
  ports: { user: '用户', item: '物品' },
  options: { cosine: '余弦', inner: '内积' },
  probes: { scale: '学到的缩放，即 1 / 温度' },
  labels: { scale: '缩放' },
} satisfies TranslationOf<typeof block>;
