import { drawTowers, settingsFor, widthFor } from './drawing/towers';
import type { Preset } from './presets';

/**
 * The towers of the textbooks (DSSM: Huang et al., CIKM 2013; YouTube: Covington et al., RecSys 2016): all fields and
 * the pooled history through an MLP on each side, then the inner product. Fields, widths and MLP are those of
 * `two-tower`; what differs is that nothing passes the MLP by.
 */
const classic: Preset = {
  id: 'classic',
  place: 2,
  words: {
    en: {
      title: 'Classic two towers',
      about:
        'All features of each side go through its MLP, and only through it; the outputs meet in a cosine. Compare with Two towers, where the embeddings also bypass the MLP.',
    },
    zh: {
      title: '经典双塔',
      about:
        '每一侧的全部信息都经过、且只经过 MLP，两侧的输出以余弦相配。可与“双塔”对照：那里嵌入还会绕过 MLP 直接参与相加。',
    },
  },
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawTowers('Classic two towers', schema, width, { classic: true }),
    settings: settingsFor(schema),
  }),
};
export default classic;
