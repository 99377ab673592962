/** A weight formula over columns of outcomes: its value of each row. */
import type { OutcomeColumn } from '../dataset';
import { parseNumber } from '../read-cell';
import type { Formula } from './formula';
import type { Arithmetic, ColumnNode, Equality, Expression } from './parse';
import { refused, type Span } from './problem';
import type { Comparison } from './tokens';

type Valued = (row: number) => number;
type NamedColumn = Extract<OutcomeColumn, { codes: Uint32Array }>;

const ARITHMETIC: Record<Arithmetic, (left: Valued, right: Valued) => Valued> = {
  '+': (left, right) => (row) => left(row) + right(row),
  '-': (left, right) => (row) => left(row) - right(row),
  '*': (left, right) => (row) => left(row) * right(row),
  '/': (left, right) => (row) => left(row) / right(row),
};

const COMPARE: Record<Comparison, (left: number, right: number) => boolean> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
};

/** Names that a message lists. */
const LISTED = 10;

/**
 * The value of a row, which may be negative, infinite or not a number. A cell that holds no number counts 0. Numbers
 * are compared as 32-bit floats, as the cells are kept: a cell of 4.1 is >= 4.1.
 *
 * @param columns with every one that the formula names
 * @throws DataError `weight-names` for a column of names taken as a number, `weight-numbers` for one of numbers
 * compared with a text, `weight-no-such-name` for a text that is in no row
 */
export function bindFormula({ text: formula, expression }: Formula, columns: readonly OutcomeColumn[]): Valued {
  const find = ({ name }: ColumnNode): OutcomeColumn => columns.find((column) => column.name === name)!;

  const bind = (node: Expression): Valued => {
    switch (node.kind) {
      case 'number':
        return () => node.value;
      case 'column':
        return numbers(node, find(node));
      case 'negative': {
        const of = bind(node.of);
        return (row) => -of(row);
      }
      case 'call': {
        const [calls, values] = [node.function.of, node.of.map(bind)];
        return (row) => calls(...values.map((of) => of(row)));
      }
      case 'binary':
        return ARITHMETIC[node.sign](bind(node.left), bind(node.right));
      case 'names':
        return names(node.column, node.sign, node.text, node.at);
      case 'compare':
        return compared(node);
    }
  };

  const numbers = (node: ColumnNode, column: OutcomeColumn): Valued => {
    if ('codes' in column)
      throw refused('weight-names', formula, node, { column: column.name, known: known(column), first: first(column) });
    const { values } = column;
    return (row) => values[row]! || 0;
  };

  const names = (node: ColumnNode, sign: Equality, text: string, at: Span): Valued => {
    const column = find(node);
    if (!('codes' in column)) throw refused('weight-numbers', formula, at, { column: column.name });
    const { codes, dictionary } = column;
    // A number equals another however it is written, as in a row filter.
    const number = parseNumber(text);
    const isMeant = Uint8Array.from(dictionary, (cell) => Number(cell === text || parseNumber(cell) === number));
    if (!isMeant.includes(1))
      throw refused('weight-no-such-name', formula, at, { column: column.name, text, known: known(column) });
    const wanted = sign === '==' ? 1 : 0;
    return (row) => Number(isMeant[codes[row]!] === wanted);
  };

  const compared = ({ sign, left, right }: Extract<Expression, { kind: 'compare' }>): Valued => {
    // The name of a behaviour may be a number: 1 = click, 4 = purchase.
    if (left.kind === 'column' && right.kind === 'number' && (sign === '==' || sign === '!=') && 'codes' in find(left))
      return names(left, sign, String(right.value), left);
    const [of, than, test] = [bind(left), bind(right), COMPARE[sign]];
    return (row) => Number(test(Math.fround(of(row)), Math.fround(than(row))));
  };

  return bind(expression);
}

const known = ({ dictionary }: NamedColumn): string =>
  dictionary
    .filter((cell) => cell !== '')
    .slice(0, LISTED)
    .join(', ');
const first = ({ dictionary }: NamedColumn): string => dictionary.find((cell) => cell !== '') ?? '';
