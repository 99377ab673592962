import type { WorldWords } from '../world';

export default {
  title: '裁缝铺',
  about:
    '品味只藏在组合里：单看顾客的职业或城市毫无信息，两者合起来说明一半，再加上出生季节才是全部；服装的颜色、剪裁和面料也是如此。双塔必须学会把特征域相乘。',
} satisfies Partial<WorldWords>;
