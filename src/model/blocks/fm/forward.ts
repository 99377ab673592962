import { pairwiseProducts } from '../../../engine/kernels/pairwise-products/pairwise-products';
import type { Forward } from '../block';
import type block from './block';
import { crossedValues } from './crossed-values';

const forward: Forward<typeof block> = ({ fields }) => ({
  vector: { values: pairwiseProducts(crossedValues(fields)) },
});

export default forward;
