import { drawRanker } from '../drawing/ranker';
import { settingsFor } from '../settings';
import type { Preset } from '../presets';

/** Items of a row that are scored in training. */
const CANDIDATES = 16;

/**
 * A ranker over what `two-tower` makes of users and items: in place of the inner product their element-wise product,
 * the past seen by each candidate (DIN: Zhou et al., KDD 2018), and what the two have in common by category, through an
 * MLP. One that gives the products a weight of 1 each and nothing else ranks as the two towers do by inner product.
 */
const din: Preset = {
  id: 'din',
  place: 21,
  title: 'Ranker with target attention',
  isRanker: true,
  build: (schema, { width } = {}) => ({
    graph: drawRanker(
      din.title,
      schema,
      {
        attends: true,
        readsRates: false,
        objective: { id: 'softmax', block: 'list-softmax', params: { candidates: CANDIDATES } },
      },
      width,
    ),
    settings: settingsFor(schema),
  }),
};
export default din;
