import { drawSessionTowers } from '../drawing/session-towers';
import { widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/**
 * SDM (Lv et al., CIKM 2019) over the parts that `two-tower` begins from; without the loss at every step of the past,
 * and with one item table.
 */
const sdm: Preset = {
  id: 'sdm',
  place: 10,
  title: 'SDM',
  needs: 'sessions',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawSessionTowers('SDM', schema, width, 'gate'),
    settings: settingsFor(schema),
  }),
};
export default sdm;
