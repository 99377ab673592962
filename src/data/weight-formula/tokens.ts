/** The characters of a weight formula as numbers, names, quoted texts and signs, each with its place. */
import { refused, type Span } from './problem';

export type Comparison = '==' | '!=' | '>=' | '<=' | '>' | '<';
export type Sign = Comparison | '+' | '-' | '*' | '/' | '(' | ')' | ',';

export type Token = Span &
  (
    | { kind: 'number'; value: number }
    | { kind: 'name' | 'quoted'; text: string }
    | { kind: 'sign'; text: Sign }
    | { kind: 'end' }
  );

const NUMBER = String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;
const NAME = String.raw`(?<name>[\p{L}_][\p{L}\p{N}_]*)`;
const QUOTED = `(?<quoted>"(?:[^"]|"")*"|'(?:[^']|'')*')`;
const SIGN = String.raw`(?<sign>==?|!=|>=?|<=?|[-+*/(),])`;
const TOKEN = new RegExp([NUMBER, NAME, QUOTED, SIGN].join('|'), 'iuy');
const SPACE = /\s*/y;

/**
 * The last one is the end. `=` is read as `==`; a quote inside quotes is written twice.
 * @throws DataError `weight-bad-character`, `weight-open-quote`
 */
export function tokensOf(formula: string): Token[] {
  const tokens: Token[] = [];
  let start = after(SPACE, formula, 0);
  while (start < formula.length) {
    TOKEN.lastIndex = start;
    const groups = TOKEN.exec(formula)?.groups;
    if (!groups) throw unread(formula, start);
    const end = TOKEN.lastIndex;
    tokens.push({ start, end, ...contentOf(groups) });
    start = after(SPACE, formula, end);
  }
  return [...tokens, { kind: 'end', start: formula.length, end: formula.length }];
}

function contentOf({ number, name, quoted, sign }: Record<string, string | undefined>) {
  if (number !== undefined) return { kind: 'number', value: Number(number) } as const;
  if (name !== undefined) return { kind: 'name', text: name } as const;
  if (quoted === undefined) return { kind: 'sign', text: sign === '=' ? '==' : (sign as Sign) } as const;
  const quote = quoted[0]!;
  return { kind: 'quoted', text: quoted.slice(1, -1).replaceAll(quote + quote, quote) } as const;
}

function after(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}

function unread(formula: string, start: number) {
  const character = String.fromCodePoint(formula.codePointAt(start)!);
  return character === '"' || character === "'"
    ? refused('weight-open-quote', formula, { start, end: formula.length })
    : refused('weight-bad-character', formula, { start, end: start + character.length }, { character });
}
