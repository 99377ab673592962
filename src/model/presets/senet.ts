import type { Channels } from './drawing/towers';
import { drawTowers, fieldsOf, settingsFor, widthFor } from './drawing/towers';
import type { Preset } from './presets';

/** Two towers whose corrections see every field through an SE gate, the ids included; the gated fields have tables of their own, of one width. */
const senet: Preset = {
  id: 'senet',
  words: {
    en: {
      title: 'SENet two towers',
      about: 'Two towers; on each side an SE gate weighs all fields by their importance for the example before the MLP sees them, and shows how.',
    },
    zh: { title: 'SENet 双塔', about: '双塔；两侧各有一个 SE 门控，在 MLP 之前按样本衡量全部特征域的重要性，并实时显示。' },
  },
  build(schema, { width = widthFor(schema) } = {}) {
    const gated: Channels = {
      draw(draft, side, left) {
        const { id, others } = fieldsOf(schema, side);
        draft.add(`${side}-gated`, 'fields', side, [left, 760], { tables: draft.addTables([...id, ...others], Math.max(8, width / 4), 'gated-') });
        draft.add(`${side}-gate`, 'senet', side, [left, 640], {}, [[`${side}-gated.fields`, 'fields']]);
        return [[`${side}-gate.fields`, 'parts']];
      },
    };
    return { graph: drawTowers('SENet two towers', schema, width, gated), settings: settingsFor(schema) };
  },
};
export default senet;
