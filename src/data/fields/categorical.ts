/** One value per owner row. */
import { isMissing } from '../read-cell';
import { FIRST_VALUE, MISSING, UNKNOWN } from '../dataset';
import { mostFrequent, oneSlot, trainingCounts, type Cells, type EncodedCells } from './encoded';

/** Rarer values than the most frequent this many share the row UNKNOWN. */
export const MAX_VALUES = 50_000;

export function encodeCategorical(cells: Cells, maxValues = MAX_VALUES): EncodedCells {
  const byCode = trainingCounts(cells);
  const counts = new Map<string, number>();
  cells.dictionary.forEach((cell, code) => {
    if (!isMissing(cell) && byCode[code]! > 0) counts.set(cell, byCode[code]!);
  });
  const vocabulary = mostFrequent(counts, maxValues);
  const index = new Map(vocabulary.map((value, i) => [value, i + FIRST_VALUE]));
  const idOf = Uint32Array.from(cells.dictionary, (cell) => (isMissing(cell) ? MISSING : (index.get(cell) ?? UNKNOWN)));
  return { kind: 'categorical', vocabulary, ...oneSlot(cells.codes, idOf) };
}
