import type { PresetWords } from '../presets';

export default {
  title: '经典双塔',
  about:
    '每一侧的全部信息都经过、且只经过 MLP，两侧的输出以余弦相配。可与“双塔”对照：那里嵌入还会绕过 MLP 直接参与相加。',
} satisfies Partial<PresetWords>;
