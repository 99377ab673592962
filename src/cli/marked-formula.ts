/** A weight formula with carets below the place that a problem is about. */
import type { DataProblem } from '../data/table';
import type { Problem } from '../model/document/problem';
import { isOfFormula, spanOf } from '../data/weight-formula/problem';

/** Characters shown on either side of the place. */
const AROUND = 60;
/** What a terminal draws over two columns. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;

const columnsOf = (text: string): number => [...text].reduce((sum, one) => sum + (WIDE.test(one) ? 2 : 1), 0);

/** Two lines; none for a problem that is about no place of a formula. */
export function markedFormula(problem: DataProblem | Problem): string[] {
  const span = spanOf(problem);
  if (!isOfFormula(problem) || !span) return [];
  const { start, end } = span;
  // A character that the terminal obeys would be written as several.
  const formula = String(problem.values.formula).replaceAll(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, ' ');
  const [from, to] = [Math.max(0, start - AROUND), Math.min(end, start + AROUND)];
  const before = `  ${from > 0 ? '…' : ''}${formula.slice(from, start)}`;
  const place = formula.slice(start, to);
  const after = formula.slice(to, to + AROUND);
  const rest = to + AROUND < formula.length ? '…' : '';
  return [
    `${before}${place}${after}${rest}`,
    `${' '.repeat(columnsOf(before))}${'^'.repeat(Math.max(1, columnsOf(place)))}`,
  ];
}
