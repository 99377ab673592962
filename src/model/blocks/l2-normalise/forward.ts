import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, _, __, ctx) => ({
  vector: { values: ctx.held.direction(vector.values) },
});

export default forward;
