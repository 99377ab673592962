/**
 * iALS into which a history is folded by least squares that weigh its newest items most. Factors and weights are those
 * of iALS; the half-life is chosen after them.
 */
import type { Fit } from '../fitting/fitting';
import { fitRecency } from '../fitting/history-sum';
import { ialsOf } from '../ials/fit';
import type { Rankers } from '../ranker';

export default (async (fitting, onProgress) => {
  const { model, chosen } = await ialsOf(fitting);
  const { scorer, halfLife } = await fitRecency(fitting, model, onProgress);
  return { scorer, chosen: { ...chosen, halfLife } };
}) satisfies Fit<Rankers['ialsRecency']>;
