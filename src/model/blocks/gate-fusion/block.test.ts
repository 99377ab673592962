import { describe, expect, it } from 'vitest';
import { onDevice } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import fusion from './block';
import forward from './forward';

onDevice();

const typeOf = (width: number) => ({ kind: 'vector', width, parts: [{ name: 'mlp', width }] }) as const;
const valueOf = (rows: number[][]) => ({ type: typeOf(rows[0]!.length), values: tf.tensor2d(rows) });
const zeros = [0, 1, 2, 3, 4].map(() => [0, 0]);

/** One number of the user and two of each term. */
function fuse(kernel: number[][], bias: number[], probed?: (name: string, x: tf.Tensor) => void): tf.Tensor2D {
  const inputs = { user: valueOf([[1]]), short: valueOf([[2, 4]]), long: valueOf([[10, 20]]) };
  return forward(
    inputs,
    { kernel: tf.tensor2d(kernel), bias: tf.tensor1d(bias) },
    {},
    harnessContext({ training: true, ...(probed ? { probed } : {}) }),
  ).vector.values;
}
const close = async (x: tf.Tensor, expected: number[]) =>
  [...(await x.data())].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));

describe('gated fusion', () => {
  it('is the long term where the gate is shut, and the short term where it is open', async () => {
    await close(fuse(zeros, [-1000, -1000]), [10, 20]);
    await close(fuse(zeros, [1000, 1000]), [2, 4]);
  });

  // Logits ln 3 and -ln 3: gates 3/4 and 1/4, of which the mean is 1/2.
  it('opens each number by itself, as by hand, and shows the mean', async () => {
    const probes: [string, tf.Tensor][] = [];
    await close(
      fuse(zeros, [Math.log(3), -Math.log(3)], (name, x) => probes.push([name, x])),
      [0.25 * 10 + 0.75 * 2, 0.75 * 20 + 0.25 * 4],
    );
    expect(probes.map(([name, { shape }]) => [name, shape])).toEqual([['gate', [1, 1]]]);
    await close(probes[0]![1], [0.5]);
    expect(
      fusion.probes!.gate!.labels(
        { user: typeOf(1), short: typeOf(2), long: typeOf(2) },
        {},
        { user: [], short: [], long: [] },
      ),
    ).toEqual(['short']);
  });

  it('shows the mean of each part where both terms are laid out alike', async () => {
    const laid = {
      kind: 'vector',
      width: 2,
      parts: [{ name: 'mix', width: 2 }],
      layout: [
        { name: 'stall', width: 1 },
        { name: 'title', width: 1 },
      ],
    } as const;
    const probes: tf.Tensor[] = [];
    const inputs = {
      user: valueOf([[1]]),
      short: { type: laid, values: tf.tensor2d([[2, 4]]) },
      long: { type: laid, values: tf.tensor2d([[10, 20]]) },
    };
    forward(
      inputs,
      { kernel: tf.tensor2d(zeros), bias: tf.tensor1d([Math.log(3), -Math.log(3)]) },
      {},
      harnessContext({ training: true, probed: (_, x) => probes.push(x) }),
    );
    await close(probes[0]!, [0.75, 0.25]);
    const labels = (long: typeof laid | ReturnType<typeof typeOf>) =>
      fusion.probes!.gate!.labels({ user: typeOf(1), short: laid, long }, {}, { user: [], short: [], long: [] });
    expect(labels(laid)).toEqual(['stall', 'title']);
    expect(labels(typeOf(2))).toEqual(['short']);
    expect(fusion.infer({ user: typeOf(1), short: laid, long: laid }, {}, { table: () => undefined })).toMatchObject({
      vector: { layout: laid.layout },
    });
  });

  // A weight of ln 3 over what it reads, so that each logit is ln 3 and each gate 3/4: the user, 1; the short term, 2
  // and 4; the long term, 10 and 20.
  it.each([
    ['the user', 0, 1],
    ['the short term', 1, 2],
    ['the short term', 2, 4],
    ['the long term', 3, 10],
    ['the long term', 4, 20],
  ])('looks at %s (%i)', async (_, at, read) => {
    await close(
      fuse(
        zeros.map((row, i) => (i === at ? [Math.log(3) / read, Math.log(3) / read] : row)),
        [0, 0],
      ),
      [4, 8],
    );
  });

  it('refuses terms of different width, and takes a user of any', () => {
    const infer = (short: number) =>
      fusion.infer({ user: typeOf(7), short: typeOf(short), long: typeOf(3) }, {}, { table: () => undefined });
    expect(infer(2)).toEqual({ code: 'width-mismatch', field: 'short', values: { left: 2, right: 3 } });
    expect(infer(3)).toEqual({
      vector: { kind: 'vector', width: 3, parts: [{ name: 'fusion', width: 3 }] },
      gate: { kind: 'internal', shape: '[R, 3]' },
    });
  });
});
