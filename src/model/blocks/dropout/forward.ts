import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = ({ vector }, _, { rate }, ctx) => ({
  vector: {
    values:
      ctx.training && rate > 0 ? ctx.dropout('number', vector.values, { rate, factor: 1 / (1 - rate) }) : vector.values,
  },
});

export default forward;
