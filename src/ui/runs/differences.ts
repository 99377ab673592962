/** What one run differs in from another one, in short phrases. */
import type { RunDifference } from '../../lab/comparison/compare';
import type { Speech } from '../../words/words';
import { changeInWords, differenceInShort } from '../changes/in-words';

/** 'Learning rate 0.01 → 0.002', '+ SE gate', …; none where nothing differs. */
export function differencesInWords(
  { changes, seed, data }: Pick<RunDifference, 'changes' | 'seed' | 'data'>,
  speech: Speech,
  nameOf: (data: string) => string,
): string[] {
  const w = speech.words.differences;
  return [
    ...changes.map((change) => differenceInShort(change, speech)),
    ...(seed ? [changeInWords(w.setting.seed, String(seed.from), String(seed.to), speech)] : []),
    ...(data ? [changeInWords(w.data, nameOf(data.from), nameOf(data.to), speech)] : []),
  ];
}
