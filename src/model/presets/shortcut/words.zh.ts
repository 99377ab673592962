import type { PresetWords } from '../presets';

export default {
  title: '带捷径的双塔',
  about: '经典双塔；id、池化的历史与区分人群、物群的特征域还绕过 MLP 直接并入其输出，使最细粒度的信息保留到匹配处。',
} satisfies Partial<PresetWords>;
