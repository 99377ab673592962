/** The words of a text as a bag: lower case, no order. */
import { slotsOf } from './bag';
import type { Cells, EncodedCells } from './encoded';

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;

const MAX_WORDS = 5000;
/** A word of one text alone says no more than the text's id. */
const MIN_TEXTS = 2;

let segmenter: Intl.Segmenter | undefined;

/** `The Fox's 2nd Den` is the, fox's, 2nd, den; scripts without spaces are cut by the platform's dictionary. */
export function wordsOf(text: string): string[] {
  const lower = text.normalize('NFKC').toLowerCase();
  if (!UNSPACED.test(lower)) return lower.match(WORD) ?? [];
  segmenter ??= new Intl.Segmenter('zh', { granularity: 'word' });
  return Array.from(segmenter.segment(lower))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
}

export const encodeWords = (cells: Cells): EncodedCells =>
  slotsOf(cells, wordsOf, { atLeast: MIN_TEXTS, maxValues: MAX_WORDS, keep: 'first' });
