/**
 * A weight formula as a tree. Its grammar, loosest first; comparisons give 1 or 0 and do not chain:
 *
 *     comparison  sum (("==" | "!=" | ">=" | "<=" | ">" | "<") sum)?  |  column ("==" | "!=") quoted
 *     sum         product (("+" | "-") product)*
 *     product     unary (("*" | "/") unary)*
 *     unary       "-" unary  |  number  |  column  |  call  |  "(" comparison ")"
 *     call        function "(" comparison ("," comparison)* ")"
 *     column      a name  |  quoted
 *
 * A quoted text directly behind == or != is a cell of a column of names, `behavior == "purchase"`; anywhere else it is
 * the name of a column.
 */
import { FUNCTIONS, type WeightFunction } from './functions';
import { refused, type Span } from './problem';
import { tokensOf, type Comparison, type Sign, type Token } from './tokens';

export interface ColumnNode extends Span {
  kind: 'column';
  name: string;
}

export type Expression =
  | { kind: 'number'; value: number }
  | ColumnNode
  | { kind: 'negative'; of: Expression }
  | { kind: 'call'; function: WeightFunction; of: readonly Expression[] }
  | { kind: 'binary'; sign: Arithmetic; left: Expression; right: Expression }
  | { kind: 'compare'; sign: Comparison; left: Expression; right: Expression }
  | { kind: 'names'; sign: Equality; column: ColumnNode; text: string; at: Span };

export type Arithmetic = '+' | '-' | '*' | '/';
export type Equality = '==' | '!=';

/** Characters of a formula. What is longer is no formula but a file. */
export const LONGEST = 1000;
/** Parentheses and signs in each other. */
const DEEPEST = 32;

const COMPARISONS: readonly Sign[] = ['==', '!=', '>=', '<=', '>', '<'] satisfies Comparison[];

/**
 * @throws DataError `weight-too-long`, `weight-too-deep`, `weight-bad-character`, `weight-open-quote`,
 * `weight-no-value`, `weight-no-operator`, `weight-two-comparisons`, `weight-not-closed`, `weight-no-function`,
 * `weight-arguments`, `weight-text-alone`
 */
export function parseFormula(formula: string): Expression {
  if (formula.length > LONGEST)
    throw refused('weight-too-long', formula, { start: LONGEST, end: formula.length }, { most: LONGEST });
  return new Parser(formula).whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(private readonly formula: string) {
    this.tokens = tokensOf(formula);
  }

  whole(): Expression {
    const whole = this.comparison();
    if (this.next.kind !== 'end') throw this.refused('weight-no-operator');
    return whole;
  }

  private get next(): Token {
    return this.tokens[this.at]!;
  }

  private refused(code: Parameters<typeof refused>[0], values = {}, { start, end }: Span = this.next) {
    return refused(code, this.formula, { start, end }, values);
  }

  /** The sign that comes next, if it is one of these. */
  private take<S extends Sign>(...signs: readonly S[]): S | null {
    const { next } = this;
    const found = next.kind === 'sign' ? signs.find((sign) => sign === next.text) : undefined;
    if (found === undefined) return null;
    this.at++;
    return found;
  }

  private comparison(): Expression {
    const from = this.next;
    const left = this.sum();
    const sign = this.take(...(COMPARISONS as readonly Comparison[]));
    if (sign === null) return left;
    const compared = this.compared(left, sign, from);
    if (this.next.kind === 'sign' && COMPARISONS.includes(this.next.text)) throw this.refused('weight-two-comparisons');
    return compared;
  }

  private compared(left: Expression, sign: Comparison, from: Token): Expression {
    const { next } = this;
    if (next.kind !== 'quoted' || (sign !== '==' && sign !== '!='))
      return { kind: 'compare', sign, left, right: this.sum() };
    if (left.kind !== 'column')
      throw this.refused('weight-text-alone', { text: next.text }, { start: from.start, end: next.end });
    this.at++;
    return { kind: 'names', sign, column: left, text: next.text, at: { start: next.start, end: next.end } };
  }

  private sum(): Expression {
    return this.leftToRight(['+', '-'], () => this.product());
  }

  private product(): Expression {
    return this.leftToRight(['*', '/'], () => this.unary());
  }

  private leftToRight(signs: readonly Arithmetic[], read: () => Expression): Expression {
    let left = read();
    for (let sign = this.take(...signs); sign !== null; sign = this.take(...signs))
      left = { kind: 'binary', sign, left, right: read() };
    return left;
  }

  private unary(): Expression {
    if (this.depth === DEEPEST) throw this.refused('weight-too-deep', { most: DEEPEST });
    this.depth++;
    const read = this.take('-') === null ? this.value() : ({ kind: 'negative', of: this.unary() } as const);
    this.depth--;
    return read;
  }

  private value(): Expression {
    const token = this.next;
    if (this.take('(') !== null) {
      const inside = this.comparison();
      this.close();
      return inside;
    }
    if (token.kind === 'sign' || token.kind === 'end') throw this.refused('weight-no-value');
    this.at++;
    if (token.kind === 'number') return { kind: 'number', value: token.value };
    if (token.kind === 'name' && this.take('(') !== null) return this.call(token);
    return { kind: 'column', name: token.text, start: token.start, end: token.end };
  }

  private call({ text: name, start, end }: Token & { text: string }): Expression {
    const called = FUNCTIONS.get(name);
    if (!called)
      throw this.refused('weight-no-function', { name, functions: [...FUNCTIONS.keys()].join(', ') }, { start, end });
    const of: Expression[] = [];
    if (this.take(')') === null) {
      do of.push(this.comparison());
      while (this.take(',') !== null);
      this.close();
    }
    const { least, most, takes } = called;
    if (of.length < least || of.length > most)
      throw this.refused('weight-arguments', { name, takes }, { start, end: this.tokens[this.at - 1]!.end });
    return { kind: 'call', function: called, of };
  }

  private close(): void {
    if (this.take(')') === null) throw this.refused('weight-not-closed');
  }
}
