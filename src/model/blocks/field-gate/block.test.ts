import { describe, expect, it } from 'vitest';
import { numbers, onDevice } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { withDefaults, type ParamValues } from '../../document/params';
import { harnessContext } from '../../harness/context';
import gate from './block';
import { fieldCosts } from './cost';
import forward from './forward';

onDevice();

type Params = ParamValues<typeof gate.params>;
const params = (given: Partial<Params> = {}): Params => withDefaults(gate.params, given);
const type = {
  kind: 'fields',
  names: ['a', 'b', 'c'],
  width: 2,
  sizes: [
    { rows: 1, length: 1 },
    { rows: 10, length: 1 },
    { rows: 10, length: 4 },
  ],
} as const;

const run = (logits: number[], training: boolean, given: Partial<Params> = {}) => {
  const x = tf.tensor3d(numbers(4 * 3 * 2), [4, 3, 2]);
  const { fields, penalty } = forward(
    { fields: { type, values: x } },
    { logit: tf.tensor1d(logits) },
    params(given),
    harnessContext({ training }),
  );
  return { x, out: fields.values, penalty: penalty.values };
};
/** What each field was multiplied by, row by row. */
const gatesOf = async ({ x, out }: { x: tf.Tensor; out: tf.Tensor }) =>
  tf.slice(tf.div(out, x) as tf.Tensor3D, [0, 0, 0], [4, 3, 1]).array() as Promise<number[][][]>;

describe('the price of a field', () => {
  it('adds up lookups, distinct values, width and memory, as by hand', () => {
    const [a, b, c] = fieldCosts(type, params({ rowsPrice: 0.5, memoryPrice: 1000 })) as [number, number, number];
    expect(a).toBeCloseTo(0.1 + 0 + 0.02 + (1000 * 8) / 2 ** 20, 9);
    expect(b).toBeCloseTo(0.1 + 0.5 * Math.log(10) + 0.02 + (1000 * 80) / 2 ** 20, 9);
    expect(c - b).toBeCloseTo(0.3, 9);
  });

  it('takes the time of a lookup that was measured', () => {
    const [, b, c] = fieldCosts(type, params({ readTime: 2, readPrice: 3 })) as [number, number, number];
    expect(c - b).toBeCloseTo(3 * 3 * 2, 9);
  });

  it('takes what a field was measured to cost, for all of its slots; others stay as they were', () => {
    const measured = { adapter: 'an adapter', times: { c: 0.7, elsewhere: 9 } };
    const [before, after] = [
      fieldCosts(type, params({ readPrice: 3 })),
      fieldCosts(type, params({ readPrice: 3, measured })),
    ];
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(after[2]! - before[2]!).toBeCloseTo(3 * (0.7 - 4 * 0.1), 9);
    const free = { adapter: 'an adapter', times: { c: 0 } };
    expect(before[2]! - fieldCosts(type, params({ readPrice: 3, measured: free }))[2]!).toBeCloseTo(3 * 0.4, 9);
  });

  it('of a field by a name that every object has is its own', () => {
    const odd = { ...type, names: ['constructor', 'toString', '__proto__'] };
    const measured = { adapter: 'an adapter', times: { other: 1 } };
    expect(fieldCosts(odd, params({ measured }))).toEqual(fieldCosts(type, params()));
  });
});

describe('the gates', () => {
  it('while they learn are the same for all rows, noisy, and nearly 0 or 1', async () => {
    const gates = await gatesOf(run([0, 0, 0], true));
    for (const row of gates) row.forEach(([z], f) => expect(z).toBeCloseTo(gates[0]![f]![0]!, 5));
    for (const [z] of gates[0]!) expect(Math.min(z!, 1 - z!)).toBeLessThan(0.1);
    expect(gates[0]).not.toEqual((await gatesOf(run([0, 0, 0], true, { temperature: 2 })))[0]);
  });

  it('of sure fields leave the numbers as they are, bit for bit, and charge their price in full', async () => {
    const { x, out, penalty } = run([30, 30, 30], true);
    expect(await out.data()).toEqual(await x.data());
    expect((await penalty.data())[0]).toBeCloseTo(
      fieldCosts(type, params()).reduce((a, b) => a + b),
      5,
    );
  });

  it('are decided outside training: from 1/2 on a field passes bit for bit, below it nothing does', async () => {
    const { x, out, penalty } = run([0, -0.01, 3], false);
    const [given, got] = [(await x.array()) as number[][][], (await out.array()) as number[][][]];
    got.forEach((row, r) => expect(row.map((x) => x.map((y) => y + 0))).toEqual([given[r]![0], [0, 0], given[r]![2]]));
    const [a, , c] = fieldCosts(type, params());
    expect((await penalty.data())[0]).toBeCloseTo(a! + c!, 5);
  });
});
