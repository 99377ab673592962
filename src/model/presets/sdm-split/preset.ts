import { drawSessionTowers } from '../drawing/session-towers';
import { widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/**
 * The branches of `sdm` side by side instead of fused. Both are corrected by one network: a dense layer of the long
 * branch alone would make something of an empty past.
 */
const sdmSplit: Preset = {
  id: 'sdm-split',
  place: 11,
  title: 'SDM, short and long term apart',
  needs: 'sessions',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawSessionTowers('SDM, short and long term apart', schema, width, 'apart'),
    settings: settingsFor(schema),
  }),
};
export default sdmSplit;
