/** Validation and test in one count, on the caller's thread. */
import type { Dataset } from '../../data/dataset';
import type { CountBaselines } from '../evaluate/baseline-count';
import type { BothParts } from '../evaluate/baseline-figures';
import { computeBaselines } from './compute';
import type { AskedRankers } from './ranker';

export async function countHere(
  dataset: Dataset,
  signal: AbortSignal,
  onProgress?: Parameters<CountBaselines>[2],
  onCounted?: (parts: BothParts) => void,
  asked: AskedRankers = 'all',
): Promise<BothParts> {
  const watch = { asked, signal, onProgress, onCounted };
  const { baselines: validation } = await computeBaselines(dataset, { part: 'validation', ...watch });
  const { baselines: test } = await computeBaselines(dataset, { part: 'test', asked, signal });
  return { validation, test };
}
