import { describe, expect, it } from 'vitest';
import type { OutcomeColumn } from '../dataset';
import { DataError } from '../table';
import { bindFormula } from './evaluate';
import { nameInFormula, readFormula, rolesUnder } from './formula';

/** One row in each: a click with a like, 4.1 stars, 3 seconds, bought as action 4, in a column with a strange name. */
const numbers = { click: 1, like: 1, rating: 4.1, dwell_ms: 3000, 'a "b" c': 7, 点赞: 2, empty: NaN };
const named = { behavior: ['', 'click', 'purchase'], action: ['', '4.0', '1'], verdict: ['', 'good'] };
const COLUMNS: OutcomeColumn[] = [
  ...Object.entries(numbers).map(([name, value]): OutcomeColumn => ({
    name,
    role: 'label',
    values: Float32Array.of(value),
  })),
  ...Object.entries(named).map(([name, dictionary]): OutcomeColumn => ({
    name,
    role: 'behaviour',
    dictionary,
    codes: Uint32Array.of(name === 'verdict' ? 0 : 1),
  })),
];
const LOG = { columns: [...COLUMNS, { name: 'user' }, { name: 'hour' }] };
const ROLES = [
  { column: 'user', role: 'user' },
  { column: 'hour', role: 'context' },
  { column: 'behavior', role: 'behaviour' },
] as const;

/** Of the one row. */
function worth(text: string): number {
  const formula = readFormula(text)!;
  rolesUnder(formula, LOG, [...ROLES]);
  return bindFormula(formula, COLUMNS)(0);
}

function problem(text: string) {
  try {
    worth(text);
  } catch (error) {
    if (error instanceof DataError) return error.problem;
    throw error;
  }
  return expect.fail(`${text} was read`);
}

describe('a weight formula', () => {
  it.each([
    ['click', 1],
    ['click + 2*like + log1p(dwell_ms/1000)', 3 + Math.log(4)],
    ['0 * click + .5e1 + 2. + 1E-1', 7.1],
    ['click - 2 - 3', -4],
    ['click / 2 / 4', 0.125],
    ['click + 2 * 3 + 4', 11],
    ['(click + 2) * 3', 9],
    ['-click * 2', -2],
    ['- -click', 1],
    ['2 - -click', 3],
    ['sqrt(dwell_ms * 3)', Math.sqrt(9000)],
    ['log(dwell_ms)', Math.log(3000)],
    ['min(dwell_ms, 5, click)', 1],
    ['max(click, -5, 2)', 2],
    ['cap(dwell_ms, 100)', 100],
    ['max(0, cap(dwell_ms / 1000, 2) - 1)', 1],
    ['"a ""b"" c" + \'click\'', 8],
    ['点赞 * 2', 4],
    ['empty', 0],
    ['empty + 1', 1],
    ['rating >= 4', 1],
    ['rating >= 4.1', 1],
    ['rating > 4.1', 0],
    ['rating == 4.1', 1],
    ['rating != 4.1', 0],
    ['rating < 5', 1],
    ['rating <= 4', 0],
    ['rating = 4.1', 1],
    ['(rating >= 4) * (like == 1) + 1', 2],
    ['2 * (click + 1 > like)', 2],
    ['behavior == "click"', 1],
    ['behavior != "click"', 0],
    ["behavior == 'purchase'", 0],
    ['"behavior" == "click"', 1],
    ['(behavior) == "click"', 1],
    ['behavior == ""', 0],
    ['verdict == ""', 1],
    ['verdict != "good"', 1],
    ['action == 4', 1],
    ['action == "4"', 1],
    ['action != 1', 1],
    ['1 + 3 * (behavior == "purchase")', 1],
    ['1 == click', 1],
    ['dwell_ms / empty', Infinity],
    ['\n click\t+\u3000like ', 2],
  ])('%s is %d', (text, value) => expect(worth(text)).toBeCloseTo(value, 6));

  it.each(['', ' ', '\n'])('is none where nothing is written', (text) => expect(readFormula(text)).toBeNull());

  /** The place is marked by its characters between « and ». */
  it.each([
    ['click + «»', 'weight-no-value'],
    ['click + «*» 2', 'weight-no-value'],
    ['(«)»', 'weight-no-value'],
    ['«log1p()» + click', 'weight-arguments', { takes: 'x' }],
    ['min(click, «)»', 'weight-no-value'],
    ['«>=» 4', 'weight-no-value'],
    ['click «like»', 'weight-no-operator'],
    ['click + 2«like»', 'weight-no-operator'],
    ['1.5«.2» * click', 'weight-no-operator'],
    ['click«,» like', 'weight-no-operator'],
    ['click«)»', 'weight-no-operator'],
    ['1 < rating «<» 5', 'weight-two-comparisons'],
    ['behavior == "click" «==» 1', 'weight-two-comparisons'],
    ['(click + 1«»', 'weight-not-closed'],
    ['(click «like»)', 'weight-not-closed'],
    ['max(click, 1«»', 'weight-not-closed'],
    ['click + «#»1', 'weight-bad-character'],
    ['click «；»', 'weight-bad-character'],
    ['click «😀» like', 'weight-bad-character'],
    ['click «!» 1', 'weight-bad-character', { character: '!' }],
    ['click + «"like»', 'weight-open-quote'],
    ["behavior == «'click»", 'weight-open-quote'],
    ['2 * «exp»(click)', 'weight-no-function', { name: 'exp', functions: 'log1p, log, sqrt, min, max, cap' }],
    ['«constructor»(click)', 'weight-no-function', { name: 'constructor' }],
    ['1 + «cap(dwell_ms)»', 'weight-arguments', { name: 'cap', takes: 'x, limit' }],
    ['«max(click)»', 'weight-arguments', { takes: 'x, y, …' }],
    ['«sqrt(click, 2)»', 'weight-arguments', { takes: 'x' }],
    ['«click + 1 == "x"»', 'weight-text-alone', { text: 'x' }],
    ['«1 + 2»', 'weight-no-columns'],
    [
      'click + «clik»',
      'weight-no-column',
      { column: 'clik', columns: expect.stringMatching(/^click, like, .*verdict$/) },
    ],
    ['click + «"no such"»', 'weight-no-column', { column: 'no such' }],
    ['behavior > «"click x"»', 'weight-no-column', { column: 'click x' }],
    ['click * «user»', 'weight-not-outcome', { column: 'user' }],
    ['click * («hour» > 3)', 'weight-not-outcome', { column: 'hour' }],
    ['1 + «behavior»', 'weight-names', { column: 'behavior', known: 'click, purchase', first: 'click' }],
    ['«behavior» >= 4', 'weight-names', {}],
    ['like == «"1"»', 'weight-numbers', { column: 'like' }],
    ['behavior == «"purchse"»', 'weight-no-such-name', { text: 'purchse', known: 'click, purchase' }],
    ['«action» == 9', 'weight-no-such-name', { column: 'action', text: '9', known: '4.0, 1' }],
  ] as [string, string, object?][])('%s is refused: %s', (marked, code, more = {}) => {
    const formula = marked.replace(/[«»]/g, '');
    const [start, end] = [marked.indexOf('«'), marked.indexOf('»') - 1];
    expect(problem(formula)).toMatchObject({ code, file: 'log', values: { formula, start, end, ...more } });
  });

  it('of a hostile depth or length is refused before it is read to its end', () => {
    const deep = (levels: number): string => '('.repeat(levels) + 'click' + ')'.repeat(levels);
    expect(worth(deep(31))).toBe(1);
    expect(problem(deep(32))).toMatchObject({ code: 'weight-too-deep', values: { start: 32, end: 37, most: 32 } });
    expect(problem(`${'-'.repeat(500)}click`)).toMatchObject({ code: 'weight-too-deep', values: { start: 32 } });
    expect(problem('max(1,'.repeat(100))).toMatchObject({ code: 'weight-too-deep' });
    for (const long of [deep(1e5), '-'.repeat(1e5), `click${' + 1'.repeat(1e5)}`, '"'.repeat(1e6), 'a'.repeat(1e6)])
      expect(problem(long)).toMatchObject({
        code: 'weight-too-long',
        values: { start: 1000, end: long.length, most: 1000 },
      });
    // As long as may be, and as deep as a chain is.
    expect(worth(`click${'+1'.repeat(497)}`)).toBe(498);
  });

  it('names a column of any name', () => {
    for (const name of ['click', '点赞', 'a "b" c', 'is like', "it's", '2nd', 'log1p', 'x=y', ''])
      expect(readFormula(`1 + ${nameInFormula(name)}`)!.columns).toMatchObject([{ name }]);
    expect(nameInFormula('点赞')).toBe('点赞');
    expect(nameInFormula('a "b"')).toBe('"a ""b"""');
  });
});
