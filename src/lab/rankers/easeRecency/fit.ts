/**
 * EASE at whose scoring the newest items of the history weigh most. Its lambda is that of EASE; the half-life is chosen
 * after it, so no further matrix is inverted.
 */
import { easeOf } from '../ease/fit';
import type { Fit } from '../fitting/fitting';
import { fitRecency } from '../fitting/history-sum';
import type { Rankers } from '../ranker';

export default (async (fitting, onProgress) => {
  const { model, lambda } = await easeOf(fitting);
  const { scorer, halfLife } = await fitRecency(fitting, model, onProgress);
  return { scorer, chosen: { lambda, halfLife } };
}) satisfies Fit<Rankers['easeRecency']>;
