import { pairwiseProducts } from '../../../engine/kernels/pairwise-products/pairwise-products';
import type { Forward } from '../../block';
import type block from './block';

const forward: Forward<typeof block> = ({ fields }) => ({ vector: { values: pairwiseProducts(fields.values) } });

export default forward;
