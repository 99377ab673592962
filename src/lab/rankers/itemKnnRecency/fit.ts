/**
 * ItemKNN at whose scoring the newest items of the history weigh most. Neighbours and shrinkage are those of ItemKNN;
 * the half-life is chosen after them.
 */
import type { Fit } from '../fitting/fitting';
import { fitRecency } from '../fitting/history-sum';
import { itemKnnOf } from '../itemKnn/fit';
import type { Rankers } from '../ranker';

export default (async (fitting, onProgress) => {
  const { add, neighbours, shrinkage } = await itemKnnOf(fitting);
  const { scorer, halfLife } = await fitRecency(fitting, add, onProgress);
  return { scorer, chosen: { neighbours, shrinkage, halfLife } };
}) satisfies Fit<Rankers['itemKnnRecency']>;
