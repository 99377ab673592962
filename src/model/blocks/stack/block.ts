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
