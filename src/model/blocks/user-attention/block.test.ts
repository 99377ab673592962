import { describe, expect, it } from 'vitest';
import { numbers, onDevice } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { harnessContext } from '../../harness/context';
import attention from './block';
import forward from './forward';

onDevice();

const type = { kind: 'sequence', names: ['id', 'genre'], length: 3, width: 1, past: 'all' } as const;
const queryType = { kind: 'vector', width: 1, parts: [{ name: 'profile', width: 1 }] } as const;
/** Three events [id, genre], oldest first; rows with all, the newest two, and none. */
const EVENTS = [
  [0, 8],
  [Math.log(3), 4],
  [0, Math.log(2)],
];
const MASK = [
  [1, 1, 1],
  [0, 1, 1],
  [0, 0, 0],
];
type Probed = (name: string, x: tf.Tensor) => void;

/** The query is 1 in every row: kernel and bias alone decide. */
function attend({
  apart,
  kernel,
  bias = [0, 0],
  probed,
  values,
}: {
  apart: boolean;
  kernel: number[];
  bias?: number[];
  probed?: Probed;
  values?: tf.Tensor4D;
}): tf.Tensor2D {
  const sequence = {
    type,
    values: values ?? tf.tensor4d(MASK.map(() => EVENTS.map((event) => event.map((x) => [x])))),
    mask: tf.tensor2d(MASK),
    ageDays: tf.zeros([3, 3]) as tf.Tensor2D,
  };
  const weights = { kernel: tf.tensor2d([kernel]), bias: tf.tensor1d(bias) };
  return forward(
    { sequence, query: { type: queryType, values: tf.ones([3, 1]) as tf.Tensor2D } },
    weights,
    { apart },
    harnessContext({ training: true, ...(probed ? { probed } : {}) }),
  ).vector.values;
}
const close = (got: number[], expected: number[]) => got.forEach((x, i) => expect(x).toBeCloseTo(expected[i]!, 4));

describe('user attention', () => {
  // Logits of the ids 0, ln 3 and 0: shares 1/5, 3/5, 1/5, and of the newest two 3/4, 1/4; both fields follow them.
  it('weighs events by the softmax of their products with the query, as by hand, and gives zero for none', async () => {
    const probes: [string, tf.Tensor][] = [];
    const [all, two, none] = await attend({
      apart: false,
      kernel: [1, 0],
      probed: (name, x) => probes.push([name, x]),
    }).array();
    close(all!, [0.6 * Math.log(3), 1.6 + 2.4 + 0.2 * Math.log(2)]);
    close(two!, [0.75 * Math.log(3), 3 + 0.25 * Math.log(2)]);
    expect(none).toEqual([0, 0]);
    expect(probes.map(([name]) => name)).toEqual(['share']);
    const shares = (await probes[0]![1].array()) as number[][];
    close(shares.flat(), [0.2, 0.6, 0.2, 0, 0.75, 0.25, 0, 0, 0]);
  });

  it('adds the bias to the mapped query', async () => {
    const byBias = await attend({ apart: false, kernel: [0, 0], bias: [1, 0] }).data();
    close([...byBias], [...(await attend({ apart: false, kernel: [1, 0] }).data())]);
  });

  // Ids as above; genres 8, 4 and ln 2 by a query of 0: all equal.
  it('weighs each field by itself where they are apart', async () => {
    const probes: tf.Tensor[] = [];
    const [all, two, none] = await attend({ apart: true, kernel: [1, 0], probed: (_, x) => probes.push(x) }).array();
    close(all!, [0.6 * Math.log(3), (12 + Math.log(2)) / 3]);
    close(two!, [0.75 * Math.log(3), (4 + Math.log(2)) / 2]);
    expect(none).toEqual([0, 0]);
    close(((await probes[0]!.array()) as number[][])[1]!, [0, 0.75, 0.25, 0, 0.5, 0.5]);
  });

  it('names its parts and shares by field', () => {
    const inputs = { sequence: type, query: queryType };
    for (const apart of [false, true]) {
      expect(attention.infer(inputs, { apart }, { table: () => undefined })).toEqual({
        vector: {
          kind: 'vector',
          width: 2,
          parts: [
            { name: 'id', width: 1 },
            { name: 'genre', width: 1 },
          ],
        },
      });
    }
    const labels = (apart: boolean) => attention.probes!.share!.labels(inputs, { apart }, { sequence: [], query: [] });
    expect(labels(false)).toEqual(['3', '2', '1']);
    expect(labels(true)).toEqual(['id 3', 'id 2', 'id 1', 'genre 3', 'genre 2', 'genre 1']);
  });

  it.each([false, true])(
    'has finite gradients where the history is empty, and none for masked events, apart %s',
    async (apart) => {
      const slope = tf.grad((x: tf.Tensor) =>
        tf.sum(tf.square(attend({ apart, kernel: [0.5, -0.3], values: x as tf.Tensor4D }))),
      )(tf.tensor4d(numbers(18, 3), [3, 3, 2, 1]));
      const found = [...(await slope.data())];
      MASK.flat().forEach((there, event) =>
        expect(
          found
            .slice(2 * event, 2 * event + 2)
            .every((x) => (there ? Number.isFinite(x) && x !== 0 : Math.abs(x) === 0)),
        ).toBe(true),
      );
    },
  );
});
