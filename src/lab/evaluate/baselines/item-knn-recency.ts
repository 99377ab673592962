/**
 * ItemKNN at whose scoring the newest items of the history weigh most. Neighbours and shrinkage are those of ItemKNN;
 * the half-life is chosen after them.
 */
import type { Baseline } from './fitting/baseline';
import { fitRecency } from './fitting/history-sum';
import { itemKnnOf } from './item-knn';

export default {
  id: 'itemKnnRecency',
  needs: { time: true, maxItems: Infinity },
  work: 5,
  async fit(fitting, onProgress) {
    const { add, neighbours, shrinkage } = await itemKnnOf(fitting);
    const { scorer, halfLife } = await fitRecency(fitting, add, onProgress);
    return { scorer, chosen: { neighbours, shrinkage, halfLife } };
  },
} satisfies Baseline;
