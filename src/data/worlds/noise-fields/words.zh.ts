import type { WorldWords } from '../world';

export default {
  title: '苗圃',
  about:
    '园艺爱好者挑选适合自家花园的植物：土壤最要紧，光照次之，风的影响很小。另有一半特征域毫无意义，例如花盆颜色和停车位。门控能分辨出来吗？',
} satisfies Partial<WorldWords>;
