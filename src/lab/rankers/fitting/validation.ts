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
export const bestOnValidation = <Option>(
  dataset: Dataset,
  options: readonly [Option, ...Option[]],
  scorerOf: (option: Option) => Rankable,
  { signal, onProgress }: Watch = {},
): Promise<Option> =>
  bestBy(options, 1, onProgress, async ([option], report) => [
    await validationGain(dataset, scorerOf(option!), { signal, onProgress: report }),
  ]);

/** The same of options that are scored several at once. */
export const bestSideBySide = <Option>(
  dataset: Dataset,
  options: readonly [Option, ...Option[]],
  scorersOf: (options: readonly Option[]) => RowScorers,
  { signal, onProgress }: Watch = {},
): Promise<Option> =>
  bestBy(options, SETTINGS, onProgress, (some, report) =>
    validationGains(dataset, scorersOf(some), { signal, onProgress: report }),
  );

/** @param atOnce options whose gains are asked for together */
async function bestBy<Option>(
  options: readonly [Option, ...Option[]],
  atOnce: number,
  onProgress: OnProgress | undefined,
  gainsOf: (some: readonly Option[], report: OnProgress) => Promise<number[]>,
): Promise<Option> {
  let [best] = options;
  if (options.length === 1) return best;
  let bestGain = -1;
  for (let at = 0; at < options.length; at += atOnce) {
    const some = options.slice(at, at + atOnce);
    const gains = await gainsOf(some, (fraction) => onProgress?.((at + fraction * some.length) / options.length));
    for (const [n, gain] of gains.entries()) if (gain > bestGain) [best, bestGain] = [some[n]!, gain];
  }
  return best;
}
