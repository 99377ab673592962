import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import { ROWS } from '../../harness/rows';
import forward from './forward';

beforeAll(openCpu);

async function run(training: boolean, dropout: number) {
  const lookup = () => tf.ones([ROWS, 8, 4]);
  const { sequence } = forward(
    {},
    {},
    { tables: ['first'], length: 8, dropout, everyPosition: false },
    harnessContext({ training, lookup }),
  );
  return {
    mask: await sequence.mask.array(),
    ageDays: await sequence.ageDays.array(),
    values: await sequence.values.data(),
  };
}

/** Events of the case's rows, full, short, empty and half in turn. */
const COUNTS = Array.from({ length: ROWS }, (_, row) => [8, 2, 0, 3][row % 4]!);
const TOTAL = COUNTS.reduce((a, b) => a + b);

describe('history', () => {
  it('hands the mask through outside training and without dropout', async () => {
    const masks = [(await run(false, 0.9)).mask, (await run(true, 0)).mask];
    for (const mask of masks) expect(mask.map((row) => row.reduce((a, b) => a + b))).toEqual(COUNTS);
  });

  it('hides whole events while training: mask and age together, values as they are', async () => {
    const [whole, { mask, ageDays, values }] = [await run(false, 0), await run(true, 0.5)];
    const events = mask.flat().reduce((a, b) => a + b, 0);
    expect(events).toBeGreaterThan(TOTAL / 7);
    expect(events).toBeLessThan((6 * TOTAL) / 7);
    mask.forEach((row, r) =>
      row.forEach((present, t) => {
        expect(present).toBeLessThanOrEqual(whole.mask[r]![t]!);
        expect(ageDays[r]![t]).toBe(present * whole.ageDays[r]![t]!);
      }),
    );
    expect([...new Set(values)]).toEqual([1]);
  });
});
