import type { PresetWords } from '../presets';

export default {
  title: 'SENet 双塔',
  about: '双塔；两侧各有一个 SE 门控，在 MLP 之前按样本衡量其全部输入（包括池化的历史）的重要性，并实时显示。',
} satisfies Partial<PresetWords>;
