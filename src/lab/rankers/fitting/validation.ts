/** Every choice of a baseline is made by NDCG@10 on the validation part, or on many users of it. */
import type { Dataset } from '../../../data/dataset';
import { choiceTargets } from '../choices';
import type { OnProgress } from './fitting';
import { evaluateRankable, type Rankable } from './ranking';

interface Watch {
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export async function validationGain(
  dataset: Dataset,
  scorer: Rankable,
  { signal, onProgress }: Watch = {},
): Promise<number> {
  const options = { ks: [10], within: 10, signal, onProgress };
  return (await evaluateRankable(dataset, choiceTargets(dataset), scorer, options)).metrics['ndcg@10']!;
}

/** The option whose scorer has the largest gain, the first of equals; a single one is not tried. */
export async function bestOnValidation<Option>(
  dataset: Dataset,
  options: readonly [Option, ...Option[]],
  scorerOf: (option: Option) => Rankable,
  { signal, onProgress }: Watch = {},
): Promise<Option> {
  let [best] = options;
  if (options.length === 1) return best;
  let bestGain = -1;
  for (const [at, option] of options.entries()) {
    const gain = await validationGain(dataset, scorerOf(option), {
      signal,
      onProgress: (fraction) => onProgress?.((at + fraction) / options.length),
    });
    if (gain > bestGain) [best, bestGain] = [option, gain];
  }
  return best;
}
