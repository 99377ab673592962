import { afterEach, describe, expect, it } from 'vitest';
import { halfOf, halvesOf, numberOf, numbersOf } from '../halves';
import { storedAs } from '../storage-type';
import { onDevice } from '../testing';
import * as tf from '../tf';
import type { Rule } from './rules';
import { TABLES, runTrial, startOf, type Trial } from './testing';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

const group = (rule: Rule) => ({ rule, learningRate: 0.02, weightDecay: 0.1 });
const trial = (rule: Rule, change: Partial<Trial>): Trial => ({
  tables: group(rule),
  dense: group('sgd'),
  clipNorm: null,
  schedule: { kind: 'constant', warmup: 0 },
  steps: 1,
  halves: true,
  ...change,
});
const isInHalves = ({ width }: { width: number }): boolean => storedAs(width, 'float16') === 'float16';
const HALVES = TABLES.filter(isInHalves);

async function onCpu(given: Trial) {
  await tf.setBackend('cpu');
  const plain = await runTrial(given);
  await tf.setBackend('webgpu');
  return plain.values;
}

/** Halves that lie between two numbers, which are halves. */
const apart = (a: number, b: number): number => Math.abs(halfOf(Math.abs(a)) - halfOf(Math.abs(b)));

describe.each<Rule>(['adam', 'lazy-adam', 'row-adagrad', 'sgd'])('a table in halves under %s', (rule) => {
  it('holds what the plain version rounds to; where the sums before differ by float error, the half beside it', async () => {
    const { values } = await runTrial(trial(rule, {}));
    const plain = await onCpu(trial(rule, {}));
    let moved = 0;
    let other = 0;
    let all = 0;
    for (const { path, rows, width } of HALVES) {
      const start = numbersOf(halvesOf(startOf(path, rows * width)));
      values.get(path)!.forEach((value, i) => {
        const expected = plain.get(path)![i]!;
        expect(numberOf(halfOf(value))).toBe(value);
        expect(apart(value, expected)).toBeLessThanOrEqual(1);
        all++;
        if (value !== expected) other++;
        if (value !== start[i]) moved++;
      });
    }
    expect(moved).toBeGreaterThan(all / 4);
    expect(other / all).toBeLessThan(0.01);
  });

  it('gives the same bits twice, and comes near to one in float32', async () => {
    const long = trial(rule, { steps: 100 });
    const { values } = await runTrial(long);
    expect((await runTrial(long)).values).toEqual(values);
    const exact = await runTrial({ ...long, halves: false });
    for (const table of TABLES) {
      const { path } = table;
      const [halves, floats] = [values.get(path)!, exact.values.get(path)!];
      if (!isInHalves(table)) {
        expect(halves).toEqual(floats);
        continue;
      }
      expect(halves).not.toEqual(floats);
      const error = Math.sqrt(halves.reduce((sum, x, i) => sum + (x - floats[i]!) ** 2, 0) / halves.length);
      const size = Math.sqrt(floats.reduce((sum, x) => sum + x ** 2, 0) / floats.length);
      expect(error / size, path).toBeLessThan(0.01);
    }
  });
});
