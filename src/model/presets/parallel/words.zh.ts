import type { PresetWords } from '../presets';

export default {
  title: '并联双塔',
  about: 'MLP、交叉网络、因子分解机与 CIN 并联向上，各有自己的嵌入；同类通道两两相遇，各自的得分由学到的系数加权。',
} satisfies Partial<PresetWords>;
