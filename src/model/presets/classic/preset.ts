import { drawTowers, widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/**
 * The towers of the textbooks (DSSM: Huang et al., CIKM 2013; YouTube: Covington et al., RecSys 2016): all fields and
 * the pooled history through an MLP on each side, then the inner product. Fields, widths and MLP are those of
 * `two-tower`; what differs is that nothing passes the MLP by.
 */
const classic: Preset = {
  id: 'classic',
  place: 2,
  title: 'Classic two towers',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawTowers('Classic two towers', schema, width, { classic: true }),
    settings: settingsFor(schema),
  }),
};
export default classic;
