import type { WorldWords } from '../world';

export default {
  title: '书店',
  about:
    '每位读者有两到四种截然不同的兴趣，每次短暂来访只围绕其中一种。书的情调、价格、偏爱的作者和系列的下一卷决定读者翻开哪本；封面颜色、库位和通讯批次则毫无影响。',
} satisfies Partial<WorldWords>;
