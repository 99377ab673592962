import type { WorldWords } from '../world';

export default {
  title: '油漆店',
  about:
    '油漆工按光泽和施工表面挑选油漆。配方从数百种颜料中列出六种，只是把光泽又说了一遍，查表成本却高得多；桶盖和货架则毫无信息。哪些特征值得付费？',
} satisfies Partial<WorldWords>;
