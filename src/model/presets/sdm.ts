import { drawSessionTowers } from './drawing/session-towers';
import { settingsFor, widthFor } from './drawing/towers';
import type { Preset } from './presets';

/**
 * SDM (Lv et al., CIKM 2019) over the parts that `two-tower` begins from; without the loss at every step of the past,
 * and with one item table.
 */
const sdm: Preset = {
  id: 'sdm',
  place: 10,
  words: {
    en: {
      title: 'SDM',
      about:
        'The last session through an LSTM and self-attention, earlier sessions through user attention per field; an elementwise gate mixes short term and long term into the user’s vector.',
    },
    zh: {
      title: 'SDM',
      about:
        '最近会话经 LSTM 与自注意力，更早的会话按各特征域由用户注意力汇总；门控对每个数决定用户向量取多少短期、多少长期成分。',
    },
  },
  needs: 'sessions',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawSessionTowers('SDM', schema, width, 'gate'),
    settings: settingsFor(schema),
  }),
};
export default sdm;
