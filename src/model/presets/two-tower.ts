import { drawTowers, settingsFor, widthFor } from './drawing/towers';
import type { Preset } from './presets';

/**
 * Two towers that meet in a cosine, each a sum of what it begins from and of an MLP over everything it knows (see
 * drawing/towers.ts).
 */
const twoTower: Preset = {
  id: 'two-tower',
  place: 1,
  words: {
    en: {
      title: 'Two towers',
      about:
        'The user’s pooled history against the item’s embeddings, part by part; each side adds an MLP over all its features. Cosine, in-batch softmax.',
    },
    zh: {
      title: '双塔',
      about: '用户历史按部分池化，与物品的各个嵌入逐部分相配，两侧各加上全部特征域上的 MLP 输出；余弦，批内 softmax。',
    },
  },
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawTowers('Two towers', schema, width),
    settings: settingsFor(schema),
  }),
};
export default twoTower;
