import type { PresetWords } from '../presets';

export default {
  title: 'ComiRec-SA',
  about:
    '由自注意力对历史事件加权平均，得到四个兴趣，每个兴趣再由用户画像修正；训练时仅由与物品最接近的兴趣代表用户，之后各个兴趣各自召回。',
} satisfies Partial<PresetWords>;
