/** Every choice of a baseline is made by NDCG@10 on the validation part, or on many users of it. */
import type { Dataset } from '../../../data/dataset';
import { choiceTargets } from '../choices';
import type { OnProgress } from './fitting';
import type { Evaluation } from '../../evaluate/metrics';
import { evaluateRankable, evaluateSettings, type Rankable } from './ranking';
import { type RowScorers, SETTINGS } from './score-row';

interface Watch {
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export async function validationGain(
  dataset: Dataset,
  scorer: Rankable,
  { signal, onProgress }: Watch = {},
): Promise<number> {
  const options = { ...OF_INTEREST, signal, onProgress };
  return gainOf(await evaluateRankable(dataset, choiceTargets(dataset), scorer, options));
}

/** The same of each setting. */
export async function validationGains(
  dataset: Dataset,
  scorers: RowScorers,
  { signal, onProgress }: Watch = {},
): Promise<number[]> {
  const options = { ...OF_INTEREST, signal, onProgress };
  return (await evaluateSettings(dataset, choiceTargets(dataset), scorers, options)).map(gainOf);
}

const OF_INTEREST = { ks: [10], within: 10 };
const gainOf = ({ metrics }: Evaluation): number => metrics['ndcg@10']!;

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

/** The same of options that are scored several at once. */
export async function bestSideBySide<Option>(
  dataset: Dataset,
  options: readonly [Option, ...Option[]],
  scorersOf: (options: readonly Option[]) => RowScorers,
  { signal, onProgress }: Watch = {},
): Promise<Option> {
  let [best] = options;
  if (options.length === 1) return best;
  let bestGain = -1;
  for (let at = 0; at < options.length; at += SETTINGS) {
    const some = options.slice(at, at + SETTINGS);
    const report = (fraction: number): void => onProgress?.((at + fraction * some.length) / options.length);
    const gains = await validationGains(dataset, scorersOf(some), { signal, onProgress: report });
    for (const [n, gain] of gains.entries()) if (gain > bestGain) [best, bestGain] = [some[n]!, gain];
  }
  return best;
}
