import type { PresetWords } from '../presets';

export default {
  title: '感知时刻的双塔',
  about:
    '在“双塔与近期热度”之上，用户塔还读取距上次事件的时间：几分钟后又来的人多是接着做刚才的事，隔了几周的人则常为新东西而来。',
} satisfies Partial<PresetWords>;
