import { drawInterestTowers } from '../drawing/interest-towers';
import { widthFor } from '../drawing/towers';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/**
 * Of the attention's inner layer. Four times the vector, as in the paper, was no better on validation (NDCG@10 on
 * movietweetings-100k .128, here .131), at half the speed.
 */
const HIDDEN = 128;

/** ComiRec-SA (Cen et al., KDD 2020) over the parts that `two-tower` begins from. */
const comirec: Preset = {
  id: 'comirec',
  place: 9,
  title: 'ComiRec-SA',
  needs: 'time',
  build: (schema, { width = widthFor(schema) } = {}) => ({
    graph: drawInterestTowers('ComiRec-SA', schema, width, {
      maker: 'self-attentive-interests',
      params: () => ({ count: 4, hidden: HIDDEN, positions: true }),
      match: { attention: 'best' },
    }),
    settings: settingsFor(schema),
  }),
};
export default comirec;
