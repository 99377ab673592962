import type { Forward } from '../block';
import type block from './block';

const forward: Forward<typeof block> = (_inputs, _weights, params, ctx) => ({
  vector: { values: ctx.clickRates(params) },
});

export default forward;
