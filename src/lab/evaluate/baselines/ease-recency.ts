/**
 * EASE at whose scoring the newest items of the history weigh most. Its lambda is that of EASE; the half-life is chosen
 * after it, so no further matrix is inverted.
 */
import { EASE_MAX_ITEMS, easeOf } from './ease';
import type { Baseline } from './fitting/baseline';
import { fitRecency } from './fitting/history-sum';

export default {
  id: 'easeRecency',
  needs: { time: true, maxItems: EASE_MAX_ITEMS },
  work: 10,
  async fit(fitting, onProgress) {
    const { add, lambda } = await easeOf(fitting);
    const { scorer, halfLife } = await fitRecency(fitting, add, onProgress);
    return { scorer, chosen: { lambda, halfLife } };
  },
} satisfies Baseline;
