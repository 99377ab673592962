import type { PresetWords } from '../presets';

export default {
  title: '感知时刻的双塔',
  about: '在“双塔与近期热度”之上，用户塔还读取距上次事件的时间：隔几分钟再来的人与隔几周再来的人，想要的可能不同。',
} satisfies Partial<PresetWords>;
