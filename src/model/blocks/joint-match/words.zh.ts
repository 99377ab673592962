import type { TranslationOf } from '../block';
import type block from './block';

export default {
  title: '联合匹配',
  about:
    '同时按多个匹配排序：a × 第一个 + b × 第二个 + c × 两者之积，恰好合并成一次内积。索引里存的仍是普通向量，系数都放在用户一侧。系数为 0 的匹配不参与线上打分，但照常训练。',
  params: {
    first: 'a：第一个得分的系数',
    second: 'b：第二个得分的系数',
    product: 'c：两者之积的系数',
  },
  ports: { first: '第一个', second: '第二个' },
  probes: { contribution: '各得分的贡献：系数 × |得分|' },
} satisfies TranslationOf<typeof block>;
