import { expect, it } from 'vitest';
import { build } from '../build-testing';
import { outcomeSpecs } from '../outcomes';
import { DataError } from '../table';
import { formulaProblem, rowWeights } from './row-weights';

const DAY = 86_400;
const T = 1_600_000_000;
const LOG = [
  'user,item,time,behavior,dwell_ms,is_like,note',
  ...['x', 'y', 'z', 'w'].map((item, at) => `ann,${item},${T + at * DAY},click,${1000 * (at + 1)},${at % 2},n${at}`),
  ...['w', 'z', 'y', 'x'].map((item, at) => `bob,${item},${T + at * DAY},buy,4000,0,`),
  // Of a pair in training, after which it was liked.
  `ann,x,${T + DAY},click,500,1,`,
].join('\n');

it('are those that the data would have by the same formula, whatever weighs the data', async () => {
  const { dataset } = await build({ log: LOG, protocol: { weight: 'is_like + 1' } });
  for (const formula of ['dwell_ms / 1000', '1 + 3 * (behavior == "buy")', 'log1p(dwell_ms) + is_like']) {
    const { dataset: weighed } = await build({ log: LOG, protocol: { weight: formula } });
    expect(rowWeights(dataset, formula)).toEqual(weighed.events.weight);
  }
  // 1.5, 2, 4, 4 seconds in training: mean 2.875.
  const seconds = rowWeights(dataset, 'dwell_ms / 1000');
  expect([...dataset.split.train].map((event) => seconds[event]! * 2.875)).toEqual(
    [1.5, 2, 4, 4].map((value) => expect.closeTo(value, 5) as number),
  );
  expect(rowWeights(dataset, 'dwell_ms / 1000')).toBe(seconds);
});

const refusal = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    if (error instanceof DataError) return error.problem;
    throw error;
  }
  return null;
};

it.each([
  ['dwell_ms - 2000', { code: 'weight-bad-row', values: { line: 2, value: '-1000' } }],
  ['is_like * 0', { code: 'weight-all-zero' }],
  ['note * 2', { code: 'weight-no-outcome', values: { start: 0, end: 4, column: 'note' } }],
])('of %s are refused', async (formula, problem) => {
  const { dataset } = await build({ log: LOG });
  expect(refusal(() => rowWeights(dataset, formula))).toMatchObject(problem);
});

it.each([
  ['', null],
  ['dwell_ms / 1000 + is_like', null],
  ['behavior == "buy"', null],
  // What rows are worth is not known without them.
  ['dwell_ms - 1e9', null],
  ['is_like + ', { code: 'weight-no-value', values: { start: 10, end: 10 } }],
  ['1 + note', { code: 'weight-no-outcome', values: { start: 4, end: 8, columns: 'behavior, dwell_ms, is_like' } }],
  ['2 * behavior', { code: 'weight-names', values: { start: 4, end: 12, known: 'click, buy' } }],
  ['is_like == "1"', { code: 'weight-numbers', values: { start: 11, end: 14 } }],
  ['behavior == "by"', { code: 'weight-no-such-name', values: { start: 12, end: 16 } }],
])('what is wrong with “%s” is told without the rows', async (formula, problem) => {
  const { dataset } = await build({ log: LOG });
  const specs = outcomeSpecs(dataset.events.outcomes!.columns);
  const found = formulaProblem(formula, specs);
  if (problem) expect(found).toMatchObject(problem);
  else expect(found).toBeNull();
  // Nothing but plain values: specifications cross to the page.
  expect(formulaProblem(formula, structuredClone(specs))).toEqual(found);
});

it('a name that a long column does not list may be one of it', () => {
  const dictionary = ['', ...Array.from({ length: 101 }, (_, at) => `name ${at}`)];
  const column = { name: 'kind', role: 'label' as const, codes: new Uint32Array(0), dictionary };
  const specs = outcomeSpecs([column]);
  expect(formulaProblem('kind == "name 100"', specs)).toBeNull();
  expect(formulaProblem('kind + 1', specs)).toMatchObject({ code: 'weight-names' });
  const short = outcomeSpecs([{ ...column, dictionary: dictionary.slice(0, 101) }]);
  expect(formulaProblem('kind == "name 100"', short)).toMatchObject({ code: 'weight-no-such-name' });
  expect(formulaProblem('kind == "name 99"', short)).toBeNull();
});
