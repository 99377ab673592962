/**
 * What a text column yields beside its bag of words: its trigrams and its tokens, one slot for each. Their sizes are
 * known at once; the slots of all owners, which most graphs never read, are made when they are first asked for.
 */
import { FIRST_VALUE, MISSING, type Field, type FieldOwner } from '../dataset';
import type { Cells } from './encoded';
import { rowsOf, tokenCount, tokenIds, tokenVocabulary } from './tokens';
import { HASH_ROWS, trigramCount, trigramIds } from './trigrams';

/** @returns nothing where all training rows have the same text; @param hashRows rows that trigrams are hashed to */
export function textFields(name: string, owner: FieldOwner, cells: Cells, hashRows = HASH_ROWS): Field[] {
  const { codes, training, dictionary } = cells;
  const first = codes[training.indexOf(1)];
  if (first === undefined || codes.every((code, row) => training[row] === 0 || code === first)) return [];
  const used = [...new Set(codes)].map((code) => dictionary[code]!);
  const longest = (countOf: (cell: string) => number): number =>
    used.reduce((most, cell) => Math.max(most, countOf(cell)), 1);
  const vocabulary = tokenVocabulary(cells);
  const rowOf = rowsOf(vocabulary);
  const trigrams = {
    name: `${name} trigrams`,
    owner,
    kind: 'trigrams' as const,
    rows: hashRows + FIRST_VALUE,
    vocabulary: [],
    length: longest(trigramCount),
  };
  const tokens = {
    name: `${name} tokens`,
    owner,
    kind: 'tokens' as const,
    rows: vocabulary.length + FIRST_VALUE,
    vocabulary,
    length: longest(tokenCount),
  };
  return [
    withSlots(trigrams, cells, (cell) => trigramIds(cell, hashRows)),
    withSlots(tokens, cells, (cell) => tokenIds(cell, rowOf)),
  ];
}

/** The field with one slot of weight 1 for each id of a cell, and slots of weight 0 behind them. */
function withSlots(
  field: Omit<Field, 'ids' | 'weights'>,
  { codes, dictionary }: Cells,
  idsOf: (cell: string) => number[],
): Field {
  let made: { ids: Uint32Array; weights: Float32Array } | null = null;
  const slots = () => {
    if (made) return made;
    const { length } = field;
    const known = new Map<number, number[]>();
    made = {
      ids: new Uint32Array(codes.length * length).fill(MISSING),
      weights: new Float32Array(codes.length * length),
    };
    for (const [row, code] of codes.entries()) {
      const own = known.get(code) ?? idsOf(dictionary[code]!);
      known.set(code, own);
      made.ids.set(own, row * length);
      made.weights.fill(1, row * length, row * length + own.length);
    }
    return made;
  };
  return {
    ...field,
    get ids() {
      return slots().ids;
    },
    get weights() {
      return slots().weights;
    },
  };
}
