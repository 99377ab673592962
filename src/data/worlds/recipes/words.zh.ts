import type { WorldWords } from '../world';

export default {
  title: '食谱盒',
  about:
    '每位厨友的饮食禁忌、耐心和吃辣程度长期不变，想做的菜系却每隔几周就换，昨天剩下的食材和时令也各有主张。旧的历史在这里会误导：要把近期口味与长期偏好区分开来。',
} satisfies Partial<WorldWords>;
