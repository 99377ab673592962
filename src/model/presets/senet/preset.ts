import { drawTowers, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/**
 * `two-tower` with an SE gate on each side over all that its MLP reads: ids and fields, pooled or of the row. The gate
 * is all that differs.
 */
const senet: Preset = {
  id: 'senet',
  place: 3,
  title: 'SENet two towers',
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
