/** Validation and test in one count, on the caller's thread. */
import type { Dataset } from '../../data/dataset';
import { computeBaselines } from './compute';
import type { BothParts } from '../evaluate/baseline-figures';

export async function countHere(
  dataset: Dataset,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
  onCounted?: (parts: BothParts) => void,
): Promise<BothParts> {
  const { baselines: validation } = await computeBaselines(dataset, {
    part: 'validation',
    signal,
    onProgress,
    onCounted,
  });
  const { baselines: test } = await computeBaselines(dataset, { part: 'test', signal });
  return { validation, test };
}
