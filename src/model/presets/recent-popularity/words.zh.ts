import type { PresetWords } from '../presets';

export default {
  title: '双塔与近期热度',
  about:
    '双塔，得分以物品在请求时刻的热度为起点。人们此刻点什么，往往更取决于当周流行而非口味：这一项承载热度，其余由双塔去学。',
} satisfies Partial<PresetWords>;
