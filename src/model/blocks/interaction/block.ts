import { defineBlock, portFrom } from '../block';
import { toggle } from '../../document/params';

/**
 * [u ‖ v ‖ u ⊙ v] of a user and each of its candidates: from here on a network may cross the two as it likes, which two
 * towers that meet in an inner product cannot. Nothing above it can be served from an index.
 */
export default defineBlock({
  id: 'interaction',
  formerIds: [],
  family: 'crossing',
  sides: ['match'],
  source: 'COLD: Wang et al., DLP-KDD 2020; element-wise product: NCF, WWW 2017, eq. 8',
  inputs: { user: portFrom('user', 'vector'), item: portFrom('item', 'vector') },
  outputs: { vector: 'vector' },
  params: { product: toggle(true) },
  infer({ user, item }, { product }) {
    if (product && user.width !== item.width)
      return { code: 'width-mismatch', field: 'item', values: { left: user.width, right: item.width } };
    const parts = [
      { name: 'user', width: user.width },
      { name: 'item', width: item.width },
      ...(product ? [{ name: 'product', width: item.width }] : []),
    ];
    return { vector: { kind: 'vector', width: parts.reduce((sum, { width }) => sum + width, 0), parts } };
  },
  weights: () => ({}),
  cost: ({ item }, { product }) => ({ flops: product ? item.width : 0 }),
});
