import { drawSessionTowers } from './drawing/session-towers';
import { settingsFor, widthFor } from './drawing/towers';
import type { Preset } from './presets';

/**
 * The branches of `sdm` side by side instead of fused. Both are corrected by one network: a dense layer of the long
 * branch alone would make something of an empty past.
 */
const sdmSplit: Preset = {
  id: 'sdm-split',
  place: 11,
  words: {
    en: {
      title: 'SDM, short and long term apart',
      about:
        'SDM’s two branches without the gate: the last session and the earlier ones are separate interests that retrieve on their own. Are two vectors better than one mixture?',
    },
    zh: {
      title: 'SDM，短期与长期分开',
      about: '去掉门控的 SDM：最近会话与更早的会话各成一个兴趣，分别召回。两个向量是否胜过融合成的一个？',
    },
  },
  needs: 'sessions',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawSessionTowers('SDM, short and long term apart', schema, width, 'apart'),
    settings: settingsFor(schema),
  }),
};
export default sdmSplit;
