import type { PresetWords } from '../presets';

export default {
  title: 'SASRec',
  about:
    '对历史物品 id 做因果 Transformer：两层自注意力，位置向量可学习。最新事件的输出即用户向量，与读取历史所用的同一张物品嵌入表相配。',
} satisfies Partial<PresetWords>;
