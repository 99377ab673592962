import type { PresetWords } from '../presets';

export default {
  title: 'MIND',
  about:
    '动态路由把历史事件归入至多四个兴趣，越新的事件权重越大，每个兴趣再由用户画像修正；训练时由与物品最接近的兴趣代表用户，之后各个兴趣各自召回。',
} satisfies Partial<PresetWords>;
