/** Weights files as flags name them. */
import { readText } from '../lab/transfer/read-text';
import type { KnownIds } from '../lab/transfer/import-weights';
import { openFile } from './input';
import { speech } from './speech';

/** Its text, and what is said of it calls it. @param flag with its dashes. @throws UsageError */
export const weightsFile = async (flag: string, path: string): Promise<{ json: string; givenAs: string }> => ({
  json: await readText(await openFile(flag, path)),
  givenAs: `${flag} "${path}"`,
});

/** @param weights what they were given as */
export function otherDataLine({ weights, known }: { weights: string; known: readonly KnownIds[] }): string {
  const { transfer } = speech.words;
  const counts = known.map((ids) => speech.fill(transfer.known, { ...ids }));
  return `${weights}: ${speech.sentences(transfer.otherData, ...counts)}`;
}
