import { drawTowers, settingsFor, widthFor } from './drawing/towers';
import type { Preset } from './presets';

/**
 * `two-tower` with an SE gate on each side over all that its MLP reads: ids and fields, pooled or of the row. The gate
 * is all that differs.
 */
const senet: Preset = {
  id: 'senet',
  place: 3,
  words: {
    en: {
      title: 'SENet two towers',
      about:
        'Two towers with an SE gate on each side that weighs everything the MLP reads, including the pooled history, by its importance for the example.',
    },
    zh: {
      title: 'SENet 双塔',
      about: '双塔；两侧各有一个 SE 门控，在 MLP 之前按样本衡量其全部输入（包括池化的历史）的重要性，并实时显示。',
    },
  },
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawTowers('SENet two towers', schema, width, {
      gate(draft, side, source, at) {
        draft.add(`${side}-gate`, 'part-gate', side, at, {}, [[source, 'vector']]);
        return `${side}-gate.vector`;
      },
    }),
    settings: settingsFor(schema),
  }),
};
export default senet;
