import { describe, expect, it } from 'vitest';
import { DataError, type DataProblem } from '../data/table';
import { readFormula } from '../data/weight-formula/formula';
import { readArguments } from './arguments';
import { faultOf } from './faults';
import { markedFormula } from './marked-formula';

const problemOf = (formula: string): DataProblem => {
  try {
    readFormula(formula);
  } catch (error) {
    if (error instanceof DataError) return error.problem;
  }
  return expect.fail(`${formula} was read`);
};

describe('a formula with carets below what is wrong', () => {
  it.each([
    ['click + 2like', '           ^^^^'],
    ['click +', '         ^'],
    ['2 * sqr(click)', '      ^^^'],
    // A terminal draws each of these over two columns.
    ['点击 + 分享 分享', '              ^^^^'],
    ['click\n+ #', '          ^'],
  ])('%j', (formula, carets) => {
    expect(markedFormula(problemOf(formula))).toEqual([`  ${formula.replace('\n', ' ')}`, carets]);
  });

  it('shows a part of a long one', () => {
    const [line, carets] = markedFormula(problemOf(`click${' + 1'.repeat(100)} ! ${'+ 1'.repeat(90)}`));
    expect(line!.length).toBeLessThan(130);
    expect(line).toMatch(/^ {2}….* ! .*…$/);
    expect(line![carets!.indexOf('^')]).toBe('!');
    expect(markedFormula(problemOf('1'.repeat(1e6)))[1]!.trim()).toBe('^'.repeat(60));
  });

  it('is nothing for another problem', () => {
    expect(markedFormula({ code: 'where-no-rows', file: 'log', values: {} })).toEqual([]);
  });

  it('stands with the sentence that the flag is refused with, at exit code 2', () => {
    const refusal = (formula: string): unknown => {
      try {
        readArguments(['train', '--log', 'a.csv', '--weight', formula]);
      } catch (error) {
        return error;
      }
      return expect.fail(`${formula} was read`);
    };
    expect(faultOf(refusal('max(click, 2'), {})).toEqual({
      line: '--weight: Expected “)” here, or an operator; between the values of a function, “,”.',
      place: ['  max(click, 2', '              ^'],
      exitCode: 2,
    });
    expect(faultOf(refusal(' '), {})).toEqual({ line: '--weight: got " ", takes a formula', exitCode: 2 });
  });
});
