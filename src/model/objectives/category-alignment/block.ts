import { defineBlock, port } from '../../blocks/block';
import { int, itemField, objectiveWeight } from '../../document/params';

/**
 * sum_i |C(S_major) - C(S_i)|_F^2 over the categories of a batch: S_i are the vectors of the distinct items of category
 * i as they leave the match, C is their covariance (by n - 1), and the category with most items is the major one. An
 * item of several categories (genres) is a member of each, whatever the shares of its slots; the paper has one category
 * per item. Categories of fewer than `least` items are left out; so are items without a known value, and values past
 * the first CATEGORIES of the field, which are its rarest. An item counts once, however often it stands in the batch
 * and whatever its rows weigh. The gradient runs through both covariances.
 */
export default defineBlock({
  id: 'category-alignment',
  formerIds: [],
  family: 'objective',
  sides: ['objective'],
  source: 'DAT, DLP-KDD 2021, category-alignment loss L_CA',
  inputs: { pairing: port('pairing') },
  outputs: { loss: 'internal' },
  params: { weight: objectiveWeight, field: itemField({ many: true }), least: int({ default: 4, min: 2, max: 256 }) },
  readsHits: () => true,
  columns: ({ field }) => [field],
  comparesCategories: ({ field, least }) => ({ field, least }),
  infer: () => ({ loss: { kind: 'internal', shape: '[]' } }),
  weights: () => ({}),
  probes: {
    categories: { per: 'batch', labels: () => ['categories'] },
    items: { per: 'batch', labels: () => ['share'] },
  },
  cost: ({ pairing }) => ({
    flops: 2 * CATEGORIES * pairing.width ** 2,
    batchFloats: CATEGORIES * pairing.width ** 2,
  }),
});

/** Most categories compared: [CATEGORIES, B, D] numbers are held. */
export const CATEGORIES = 32;
