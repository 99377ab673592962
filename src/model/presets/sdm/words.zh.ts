import type { PresetWords } from '../presets';

export default {
  title: 'SDM',
  about:
    '最近会话经 LSTM 与自注意力，更早的会话按各特征域由用户注意力汇总；门控对每个数决定用户向量取多少短期、多少长期成分。',
} satisfies Partial<PresetWords>;
