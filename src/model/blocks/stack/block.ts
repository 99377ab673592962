import { defineBlock, ports } from '../block';

/**
 * v_k = the k-th vector, in the order of the edges. What is exactly zero was made of an empty past, a session or a list
 * without events: it is not active, and so retrieves nothing, whose score of 0 would stand above every negative one.
 * The first always is active, as of every block that makes interests.
 */
export default defineBlock({
  id: 'stack',
  formerIds: [],
  family: 'fusion',
  sides: ['user'],
  source: 'standard; several vectors of a user that retrieve apart, as in MIND, CIKM 2019',
  words: {
    en: {
      title: 'Stack',
      about:
        'Turns several vectors of equal width into separate interests, so that each retrieves on its own, for example short-term and long-term. An all-zero vector (empty past) does not retrieve; the first always does.',
      params: {},
      ports: { vectors: 'vectors' },
      probes: { active: 'Active interests', similarity: 'Similarity of a user’s interests (1 = same direction)' },
      labels: { active: 'active', similarity: 'similarity' },
    },
    zh: {
      title: '堆叠',
      about:
        '把多个等宽的向量各自作为一个兴趣，分别召回：例如短期与长期各一个。历史为空而全为零的向量不参与召回；第一个始终参与。',
      params: {},
      ports: { vectors: '向量' },
      probes: { active: '激活的兴趣数', similarity: '同一用户各兴趣的相似程度（1 = 方向相同）' },
      labels: { active: '激活数', similarity: '相似程度' },
    },
  },
  inputs: { vectors: ports('vector') },
  outputs: { interests: 'interests' },
  params: {},
  infer({ vectors }) {
    const width = vectors[0]?.width ?? 0;
    const other = vectors.find((vector) => vector.width !== width);
    if (other) return { code: 'width-mismatch', field: 'vectors', values: { left: width, right: other.width } };
    return { interests: { kind: 'interests', count: vectors.length, width } };
  },
  weights: () => ({}),
  probes: {
    active: { per: 'row', labels: () => ['active'] },
    similarity: { per: 'row', labels: ({ vectors }) => (vectors.length === 1 ? [] : ['similarity']) },
  },
  cost: ({ vectors }) => ({ flops: vectors.reduce((sum, { width }) => sum + width, 0) }),
});
