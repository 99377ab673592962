import { drawTowers, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/**
 * Two towers that meet in a cosine, each a sum of what it begins from and of an MLP over everything it knows (see
 * drawing/towers.ts).
 */
const twoTower: Preset = {
  id: 'two-tower',
  place: 1,
  title: 'Two towers',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawTowers('Two towers', schema, width),
    settings: settingsFor(schema),
  }),
};
export default twoTower;
