import type { WorldWords } from '../world';

export default {
  title: '爱好商店',
  about:
    '每个人同时有二到六个爱好，轮流为它们购物：绳索与面粉、毛线与望远镜。一个人的单一向量会落在货架之间。多个向量能各找到一个爱好吗？最小的那个也能找到吗？',
} satisfies Partial<WorldWords>;
