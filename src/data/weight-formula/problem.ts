/** What a weight formula is refused with: a sentence by its code, and the place in the formula that it is about. */
import { DataError, type DataProblem } from '../table';

/** Characters `[start, end)` of a formula, in UTF-16 units; empty at its end, where something is missing. */
export interface Span {
  start: number;
  end: number;
}

export type FormulaCode = Extract<DataProblem['code'], `weight-${string}`>;

export const refused = (
  code: FormulaCode,
  formula: string,
  { start, end }: Span,
  values: DataProblem['values'] = {},
): DataError => new DataError({ code, file: 'log', values: { formula, start, end, ...values } });

/** What a formula is refused with is said at the formula, and not at the file. */
export const isOfFormula = ({ code }: { code: string }): boolean => isFormulaCode(code);

export const isFormulaCode = (code: string): code is FormulaCode => code.startsWith('weight-');

/** Null of a problem that is about no place of a formula. */
export const spanOf = ({ values: { start, end } }: Pick<DataProblem, 'values'>): Span | null =>
  typeof start === 'number' && typeof end === 'number' ? { start, end } : null;
