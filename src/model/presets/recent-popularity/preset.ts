import { withRecentPopularity } from '../drawing/recent-popularity';
import { drawTowers, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

const TITLE = 'Two towers with recent popularity';

/** `two-tower`, to whose score the popularity of the item at the moment of the request is added. */
const recentPopularity: Preset = {
  id: 'recent-popularity',
  place: 15,
  title: TITLE,
  needs: 'time',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: withRecentPopularity(drawTowers(TITLE, schema, width), schema)!,
    settings: settingsFor(schema),
  }),
};
export default recentPopularity;
