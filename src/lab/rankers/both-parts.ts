/** Validation and test in one count, on the caller's thread. */
import type { Dataset } from '../../data/dataset';
import { computeBaselines } from './compute';
import type { Baselines } from '../evaluate/baseline-figures';
import type { AskedRankers } from './ranker';

export async function countHere(
  dataset: Dataset,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
  asked: AskedRankers = 'all',
): Promise<Record<'validation' | 'test', Baselines>> {
  const { baselines: validation } = await computeBaselines(dataset, { part: 'validation', asked, signal, onProgress });
  const { baselines: test } = await computeBaselines(dataset, { part: 'test', asked, signal });
  return { validation, test };
}
