import { describe, expect, it } from 'vitest';
import { numbers, onDevice, relativeError } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { probesOf } from '../../check/probe';
import { schemaOf } from '../../document/schema';
import { harnessContext } from '../../harness/context';
import { judge } from '../../check/judge';
import { graphOf, tinyDataset } from '../../harness/tiny-log';
import attention from './block';
import forward from './forward';

onDevice();
const typeOf = (width: number) => ({ kind: 'vector', width, parts: [{ name: 'mlp', width }] }) as const;
const run = (
  channels: readonly tf.Tensor2D[],
  kernel: tf.Tensor,
  bias: tf.Tensor,
  probed?: (name: string, x: tf.Tensor) => void,
) =>
  forward(
    { channels: channels.map((values) => ({ type: typeOf(values.shape[1]), values })) },
    { kernel, bias },
    {},
    harnessContext({ training: true, probed }),
  );

const [ROWS, WIDTH, COUNT] = [40, 12, 3];
const drawn = (seed: number) => tf.tensor2d(numbers(ROWS * WIDTH, seed), [ROWS, WIDTH]);
const kernel = () => tf.tensor2d(numbers(COUNT * WIDTH * COUNT, 9), [COUNT * WIDTH, COUNT]);

describe('attention fusion', () => {
  // The logits of channels [1, 2] and [10, 20] are 1 + ln 3 - 1 and 0: the shares are 3/4 and 1/4.
  it('weighs each channel by its share, as by hand', async () => {
    const seen: [string, tf.Tensor][] = [];
    const { vector, share } = run(
      [tf.tensor2d([[1, 2]]), tf.tensor2d([[10, 20]])],
      tf.tensor2d([
        [1, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
      tf.tensor1d([Math.log(3) - 1, 0]),
      (name, x) => seen.push([name, x]),
    );
    const [[fused], [shares]] = [await vector.values.array(), (await share.values.array()) as number[][]];
    [3.25, 6.5].forEach((value, i) => expect(fused![i]).toBeCloseTo(value, 5));
    [0.75, 0.25].forEach((value, i) => expect(shares![i]).toBeCloseTo(value, 6));
    expect(seen).toEqual([['share', share.values]]);
  });

  it('begins as the arithmetic mean of its channels', async () => {
    const inputs = { channels: [typeOf(WIDTH), typeOf(WIDTH), typeOf(WIDTH)] };
    const specs = attention.weights(inputs, {});
    expect(Object.entries(specs).map(([name, { shape, init }]) => [name, shape, init])).toEqual([
      ['kernel', [COUNT * WIDTH, COUNT], { kind: 'constant', value: 0 }],
      ['bias', [COUNT], { kind: 'constant', value: 0 }],
    ]);
    const channels = [drawn(1), drawn(2), drawn(3)];
    const got = await run(channels, tf.zeros([COUNT * WIDTH, COUNT]), tf.zeros([COUNT])).vector.values.data();
    const mean = await tf
      .div(
        channels.reduce((a, b) => tf.add(a, b)),
        COUNT,
      )
      .data();
    expect(relativeError(got, mean)).toBeLessThan(1e-6);
  });

  it('has shares that sum to 1 in every row and differ from row to row, and a row knows nothing of the others', async () => {
    const channels = [drawn(1), drawn(2), drawn(3)];
    const bias = tf.tensor1d([0.1, -0.2, 0.3]);
    const before = run(channels, kernel(), bias);
    const shares = (await before.share.values.array()) as number[][];
    for (const row of shares) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(Math.max(...shares.map(([first]) => first!)) - Math.min(...shares.map(([first]) => first!))).toBeGreaterThan(
      0.5,
    );

    const others = channels.map((values, i) =>
      tf.concat2d([tf.slice2d(values, [0, 0], [1, WIDTH]), tf.slice2d(drawn(i + 5), [1, 0], [ROWS - 1, WIDTH])], 0),
    );
    const after = run(others, kernel(), bias);
    const rowOf = async (x: tf.Tensor2D, row: number) => (await x.array())[row];
    expect(await rowOf(after.vector.values, 0)).toEqual(await rowOf(before.vector.values, 0));
    expect(await rowOf(after.vector.values, 1)).not.toEqual(await rowOf(before.vector.values, 1));
  });

  it('refuses channels of different width', () => {
    expect(attention.infer({ channels: [typeOf(2), typeOf(3)] }, {}, { table: () => undefined })).toEqual({
      code: 'width-mismatch',
      field: 'channels',
      values: { left: 2, right: 3 },
    });
  });

  it('names the shares by the nodes the channels come from', () => {
    const graph = graphOf(
      { users: ['user id', 4], segments: ['segment', 4] },
      {
        id: ['fields', 'user', { tables: ['users'] }],
        segment: ['fields', 'user', { tables: ['segments'] }],
        'id-flat': ['concat', 'user'],
        'segment-flat': ['concat', 'user'],
        'by-id': ['mlp', 'user', { widths: [4] }],
        'by-segment': ['mlp', 'user', { widths: [4] }],
        fusion: ['attention-fusion', 'user'],
      },
      [
        'id.fields > id-flat.parts',
        'segment.fields > segment-flat.parts',
        'id-flat.vector > by-id.vector',
        'segment-flat.vector > by-segment.vector',
        'by-segment.vector > fusion.channels',
        'by-id.vector > fusion.channels',
      ],
    );
    const labels = probesOf(graph, judge(graph, schemaOf(tinyDataset()))).map(({ key, per, labels: shown }) => [
      key,
      per,
      shown,
    ]);
    expect(labels).toEqual([['fusion/share', 'row', ['by-segment', 'by-id']]]);
  });

  it('counts products with W and with the shares: 3 (2 x 36 + 2) + 2 x 36', () => {
    expect(attention.cost({ channels: [typeOf(WIDTH), typeOf(WIDTH), typeOf(WIDTH)] }, {})).toEqual({
      flops: 222 + 72,
    });
  });
});
