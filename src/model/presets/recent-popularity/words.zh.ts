import type { PresetWords } from '../presets';

export default {
  title: '双塔与近期热度',
  about:
    '双塔，得分再加上物品在请求之前不久的热度。人们此刻选什么，往往更取决于当下流行而非口味：热度靠统计，口味由双塔去学。',
} satisfies Partial<PresetWords>;
