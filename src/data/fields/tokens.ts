/** The tokens of a text in their order: words, and single characters of scripts that write no spaces. */
import { isMissing } from '../read-cell';
import { FIRST_VALUE, MISSING, UNKNOWN } from '../dataset';
import { mostFrequent, trainingCounts, type Cells } from './encoded';

/** Of a long text the first so many count. */
export const MOST_TOKENS = 64;
const MAX_VOCABULARY = 10_000;
/** A word of one text alone cannot be learnt from; it is unknown. */
const MIN_TEXTS = 2;

const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;
const SPACED = String.raw`(?!${UNSPACED})[\p{L}\p{N}]\p{M}*`;
const TOKEN = new RegExp(String.raw`${UNSPACED}\p{M}*|(?:${SPACED})+(?:['’](?:${SPACED})+)*`, 'gu');

/** `The Fox's 2nd 书店` is the, fox's, 2nd, 书, 店. */
export const tokensOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(TOKEN) ?? [];

/** The most frequent tokens of the training texts, by the texts that have them. */
export function tokenVocabulary(cells: Cells): string[] {
  const rows = trainingCounts(cells);
  const counts = new Map<string, number>();
  cells.dictionary.forEach((cell, code) => {
    if (rows[code] === 0 || isMissing(cell)) return;
    for (const token of new Set(tokensOf(cell))) counts.set(token, (counts.get(token) ?? 0) + rows[code]!);
  });
  return mostFrequent(counts, MAX_VOCABULARY, MIN_TEXTS);
}

/** How many `tokenIds` there are. */
export const tokenCount = (cell: string): number =>
  isMissing(cell) ? 1 : Math.max(1, Math.min(MOST_TOKENS, tokensOf(cell).length));

/** The row of each token; an unknown one keeps its place, and a text of signs alone is one unknown token. */
export function tokenIds(cell: string, rowOf: ReadonlyMap<string, number>): number[] {
  if (isMissing(cell)) return [MISSING];
  const ids = tokensOf(cell)
    .slice(0, MOST_TOKENS)
    .map((token) => rowOf.get(token) ?? UNKNOWN);
  return ids.length > 0 ? ids : [UNKNOWN];
}

export const rowsOf = (vocabulary: readonly string[]): Map<string, number> =>
  new Map(vocabulary.map((token, i) => [token, i + FIRST_VALUE]));
