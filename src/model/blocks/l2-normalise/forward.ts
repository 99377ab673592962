import { l2Normalise } from '../../../engine/kernels/l2-normalise/l2-normalise';
import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }) => ({ vector: { values: l2Normalise(vector.values) } });

export default forward;
