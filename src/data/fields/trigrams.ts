/**
 * Hashed character 3-grams of a text: of any language and without a vocabulary, so that no text is unknown (Que2Search;
 * word hashing of DSSM).
 */
import { isMissing } from '../read-cell';
import { FIRST_VALUE, MISSING } from '../dataset';

/** Rows that trigrams are hashed to. A few thousand titles hold about half as many trigrams as this. */
export const HASH_ROWS = 2 ** 14;
/** Of a long text the first so many count. */
export const MOST_TRIGRAMS = 128;

const [BEGIN, END] = ['<', '>'];

/**
 * `Red fox` is <re, red, ed>, <fo, fox, ox>; punctuation around a word says nothing, unless it is all there is. A
 * script that writes no spaces is one long word.
 */
export function trigramsOf(text: string): string[] {
  return wordsIn(text).flatMap((word) => {
    const marked = [BEGIN, ...word, END];
    return marked.slice(2).map((last, i) => `${marked[i]}${marked[i + 1]}${last}`);
  });
}

function wordsIn(text: string): string[] {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  return words.map((word) => word.replace(/^\p{P}+|\p{P}+$/gu, '') || word);
}

/** How many `trigramIds` there are, without hashing: a word has as many trigrams as characters. */
export const trigramCount = (cell: string): number =>
  isMissing(cell)
    ? 1
    : Math.min(
        MOST_TRIGRAMS,
        wordsIn(cell).reduce((sum, word) => sum + [...word].length, 0),
      );

/** The row of each trigram, repeated ones repeatedly. */
export const trigramIds = (cell: string, hashRows = HASH_ROWS): number[] =>
  isMissing(cell)
    ? [MISSING]
    : trigramsOf(cell)
        .slice(0, MOST_TRIGRAMS)
        .map((trigram) => FIRST_VALUE + (hash(trigram) % hashRows));

/** FNV-1a over code points, then the finaliser of MurmurHash3: the same on every machine. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const character of text) h = Math.imul(h ^ character.codePointAt(0)!, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
