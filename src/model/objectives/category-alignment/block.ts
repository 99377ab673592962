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
  words: {
    en: {
      title: 'Category alignment',
      about:
        'Aligns the spread of item vectors across categories: penalises differences between each category’s covariance and that of the largest one. Items with several categories count in each. Uses the 32 most frequent categories; covariances of few items are noisy.',
      params: { weight: 'Weight in the loss', field: 'Category', least: 'Minimum items per category' },
      probes: {
        categories: 'Categories with enough items in the batch (nothing is compared below two)',
        items: 'Share of the batch’s items in these categories',
      },
      labels: { categories: 'categories', items: 'share' },
    },
    zh: {
      title: '类别对齐',
      about:
        '每个类别的物品向量应与最大类别的分布相似：惩罚它们协方差之间的差别。属于多个类别的物品在每个类别中都计入。只计最常见的 32 个类别；物品太少时协方差说明不了什么。',
      params: { weight: '在损失中的权重', field: '类别字段', least: '一个类别至少的物品数' },
      probes: {
        categories: '批内物品足够的类别数：不足两个时没有可比较的',
        items: '属于这些类别的物品占批内物品的比例',
      },
      labels: { categories: '类别数', items: '比例' },
    },
  },
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
  cost: ({ pairing }) => ({ flops: 2 * CATEGORIES * pairing.width ** 2 }),
});

/** Most categories compared: [CATEGORIES, B, D] numbers are held. */
export const CATEGORIES = 32;
