/** What the encoders of a column share: cells of owner rows in, slots of (row id, weight) out. */
import type { Field } from '../dataset';

/** A column spread over the rows of its owner: users, items, or events. */
export interface Cells {
  dictionary: readonly string[];
  /** [owner rows] index into the dictionary; 0 where the owner has no cell. */
  codes: Uint32Array;
  /** [owner rows] 1 where the owner occurs in the training part: only these rows make vocabularies and edges. */
  training: Uint8Array;
}

export type EncodedCells = Pick<Field, 'kind' | 'vocabulary' | 'length' | 'ids' | 'weights'>;

/** [dictionary] training rows that have each cell. */
export function trainingCounts({ dictionary, codes, training }: Cells): Uint32Array {
  const counts = new Uint32Array(dictionary.length);
  for (let row = 0; row < codes.length; row++) if (training[row] === 1) counts[codes[row]!]!++;
  return counts;
}

/** One slot of weight 1 per owner row: `idOf` gives the row id of each dictionary entry. */
export const oneSlot = (codes: Uint32Array, idOf: Uint32Array): Pick<EncodedCells, 'length' | 'ids' | 'weights'> => ({
  length: 1,
  ids: codes.map((code) => idOf[code]!),
  weights: null,
});

/** Values by count, largest first, ties in order of appearance; at most `limit`. */
export function mostFrequent(counts: ReadonlyMap<string, number>, limit: number, atLeast = 1): string[] {
  return [...counts]
    .filter(([, count]) => count >= atLeast)
    .sort(([, a], [, b]) => b - a)
    .slice(0, limit)
    .map(([value]) => value);
}
