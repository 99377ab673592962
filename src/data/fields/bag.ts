/** Several values per owner row, as equal parts of one: genres, tags, words. */
import { isMissing } from '../read-cell';
import { FIRST_VALUE, MISSING, UNKNOWN } from '../dataset';
import { MAX_VALUES } from './categorical';
import { mostFrequent, trainingCounts, type Cells, type EncodedCells } from './encoded';

/** Slots of a bag: what most sets need, and what a batch can afford. */
export const MAX_SLOTS = 8;

/** The parts of a cell: `a|b`, and the lists some programs print, `['a', 'b']`. */
export function cutBag(cell: string, separator: string): string[] {
  const bare = /^\[.*\]$/s.test(cell) ? cell.slice(1, -1) : cell;
  return bare
    .split(separator)
    .map((part) =>
      part
        .trim()
        .replace(/^(['"])(.*)\1$/s, '$2')
        .trim(),
    )
    .filter((part) => !isMissing(part));
}

/** A cell with more known parts than slots keeps the most frequent ones, in its own order. */
export function encodeBag(cells: Cells, separator = '|'): EncodedCells {
  return slotsOf(cells, (cell) => cutBag(cell, separator), { atLeast: 1, maxValues: MAX_VALUES, keep: 'frequent' });
}

export interface BagRule {
  /** Training rows a value must occur in. */
  atLeast: number;
  maxValues: number;
  /** Which values of a crowded cell stay. */
  keep: 'frequent' | 'first';
}

/** @param partsOf the values of a cell; repeated ones count once */
export function slotsOf(cells: Cells, partsOf: (cell: string) => string[], rule: BagRule): EncodedCells {
  const parts = cells.dictionary.map((cell) => (isMissing(cell) ? [] : [...new Set(partsOf(cell))]));
  const rows = trainingCounts(cells);
  const counts = new Map<string, number>();
  parts.forEach((values, code) => {
    if (rows[code]! > 0) for (const value of values) counts.set(value, (counts.get(value) ?? 0) + rows[code]!);
  });
  const vocabulary = mostFrequent(counts, rule.maxValues, rule.atLeast);
  const index = new Map(vocabulary.map((value, i) => [value, i + FIRST_VALUE]));

  const idsOf = parts.map((values): number[] => {
    const known = values.flatMap((value) => index.get(value) ?? []);
    // The vocabulary is ordered by frequency: the smallest ids are the most frequent values.
    const limit = rule.keep === 'frequent' ? (known.toSorted((a, b) => a - b)[MAX_SLOTS] ?? Infinity) : Infinity;
    const kept = known.filter((id) => id < limit).slice(0, MAX_SLOTS);
    return kept.length > 0 ? kept : [values.length > 0 ? UNKNOWN : MISSING];
  });
  let length = 1;
  for (const code of cells.codes) length = Math.max(length, idsOf[code]!.length);
  const ids = new Uint32Array(cells.codes.length * length).fill(MISSING);
  const weights = new Float32Array(cells.codes.length * length);
  cells.codes.forEach((code, row) => {
    const slots = idsOf[code]!;
    ids.set(slots, row * length);
    weights.fill(1 / slots.length, row * length, row * length + slots.length);
  });
  return { kind: 'bag', vocabulary, length, ids, weights: length === 1 ? null : weights };
}
