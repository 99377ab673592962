import { withRecentPopularity } from '../drawing/recent-popularity';
import { drawTowers, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

const TITLE = 'Two towers that know the moment';

/**
 * `recent-popularity`, whose user tower knows the time since the newest event, too: who goes on with what he did a
 * minute ago takes other things than who comes back after weeks. NDCG@10 on validation with it and without, seed 101,
 * each with as many snapshots: movietweetings-100k .2004 and .1923, kuairand long view .0418 and .0429, online-retail
 * .1202 and .1203, ml-latest-small .1076 and .1170 on 610 users.
 */
const moment: Preset = {
  id: 'moment',
  place: 16,
  title: TITLE,
  needs: 'time',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: withRecentPopularity(drawTowers(TITLE, schema, width, { timeSince: true }), schema)!,
    settings: settingsFor(schema),
  }),
};
export default moment;
