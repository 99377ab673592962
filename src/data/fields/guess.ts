/** How a column would be encoded by someone who looked at it. */
import { isMissing, isNumber } from '../read-cell';
import { compactName, NAMES } from '../column-names';
import { areCommaNumbers, numberShare } from '../numbers';
import type { Column, Encoding } from '../table';
import { cutBag } from './bag';

export interface Suggestion {
  encoding: Encoding;
  separator?: string;
}

/** Numbers with fewer distinct values than this are levels, not amounts. */
const FEW = 20;
/** Distinct cells looked at. */
const LOOK = 5000;
const CODED =
  /(?:id|ids|code|type|category|categories|cat|cate|tag|tags|level|feat\d*|gender|sex|zip|zipcode|postcode|isbn|status|class|genre|genres|group|cluster|segment|编号|类别|类型|标签|等级|性别|邮编|分类)$/;

/**
 * @returns null where the column tells nothing: one value, an address, a number of its own for every row, prices that
 * cannot be read
 */
export function suggestEncoding(column: Column): Suggestion | null {
  if (column.isCut) return null;
  const distinct = column.dictionary.length - 1;
  const cells = column.dictionary.slice(0, LOOK).filter((cell) => !isMissing(cell));
  const name = compactName(column.name);
  const hasGaps = column.codes.some((code) => code === 0);
  if (cells.length === 0 || (cells.length === 1 && !hasGaps)) return null;
  if (NAMES.idle.test(name) || share(cells, (cell) => /^(?:https?:\/\/|www\.|data:)/.test(cell)) > 0.5) return null;
  const everyRowItsOwn = distinct >= FEW && distinct >= 0.98 * column.codes.length;
  const isAmount = NAMES.amount.test(name);
  // A bid is no id.
  const coded = !isAmount && CODED.test(name);
  if (share(cells, isNumber) >= 0.95) {
    if (!coded && cells.length >= FEW) return { encoding: 'buckets' };
    return everyRowItsOwn ? null : { encoding: 'categorical' };
  }
  if (!coded && cells.length >= FEW && (isAmount ? numberShare(cells) >= 0.95 : areCommaNumbers(cells)))
    return { encoding: 'buckets' };
  const separator = bagSeparator(cells);
  if (separator !== null) return { encoding: 'bag', separator };
  if (!coded && distinct > 0.5 * column.codes.length && share(cells, isPhrase) >= 0.5)
    // "12 €" is an amount that cannot be read, and no text.
    return isAmount && share(cells, hasDigit) >= 0.5 ? null : { encoding: 'words' };
  return everyRowItsOwn ? null : { encoding: 'categorical' };
}

const hasDigit = (cell: string): boolean => /\d/.test(cell);

/** Several words, or a run of a script that writes none apart. */
const isPhrase = (cell: string): boolean =>
  /\S\s+\S/.test(cell) || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{4}/u.test(cell);

/**
 * A separator cuts cells into parts that are fewer than the cells: genres come again in other company. Ranges such as
 * (10,50], and sentences, fall into more parts than there were.
 */
function bagSeparator(cells: readonly string[]): string | null {
  for (const separator of ['|', ';', ',']) {
    const several = cells.filter((cell) => cell.includes(separator)).length;
    if (several === 0 || several < 0.1 * cells.length) continue;
    const parts = new Set(cells.flatMap((cell) => cutBag(cell, separator)));
    const areShort = [...parts].every((part) => part.split(/\s+/).length <= 5);
    if (areShort && (parts.size < cells.length || (separator === '|' && several >= 0.5 * cells.length)))
      return separator;
  }
  return null;
}

const share = <T>(all: readonly T[], is: (one: T) => boolean): number => all.filter(is).length / all.length;
