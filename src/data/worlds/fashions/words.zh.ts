import type { WorldWords } from '../world';

export default {
  title: '时装店',
  about:
    '每件衣物都会流行一阵，几周后过时。每个人都有偏爱的货架；在这些货架上，读时尚周报的人买当下流行的，读老黄历的人买自己什么时候都会买的。知道近期热度的双塔，能把两种人都服务好吗？',
} satisfies Partial<WorldWords>;
