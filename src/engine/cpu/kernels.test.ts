/** Our CPU kernels beside those of tfjs, which they replace. */
import { beforeAll, describe, expect, it } from 'vitest';
import { numbers, relativeError } from '../testing';
import * as tf from '../tf';
import { installCpuKernels } from './install';
import { restoreKernels } from './replace-kernel';

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const tensorOf = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.tensor(numbers(sizeOf(shape), seed), [...shape]);

/** Equal, broadcast from either side, in the middle, by rank, scalar, and with nothing in them. */
const PAIRS: readonly (readonly [number[], number[]])[] = [
  [
    [3, 4],
    [3, 4],
  ],
  [[3, 4], [4]],
  [
    [3, 1],
    [3, 5],
  ],
  [
    [1, 5],
    [3, 1],
  ],
  [
    [2, 1, 3],
    [2, 4, 3],
  ],
  [
    [2, 3, 1, 4],
    [3, 2, 1],
  ],
  [[2, 3], []],
  [[], []],
  [
    [0, 3],
    [1, 3],
  ],
];
const OPERATIONS = { add: tf.add, sub: tf.sub, mul: tf.mul, div: tf.div } as const;

const cases: readonly { name: string; run: () => tf.Tensor }[] = [
  ...PAIRS.flatMap(([a, b]) =>
    Object.entries(OPERATIONS).map(([name, operation]) => ({
      name: `${name} of [${a}] and [${b}]`,
      run: () => operation(tensorOf(a, 1), tensorOf(b, 2)),
    })),
  ),
  ...[
    [[5], [0]],
    [
      [3, 4],
      [1, 0],
    ],
    [
      [2, 3, 4],
      [2, 0, 1],
    ],
    [
      [2, 3, 4],
      [0, 2, 1],
    ],
    [
      [2, 1, 3, 5],
      [3, 1, 0, 2],
    ],
    [
      [0, 3],
      [1, 0],
    ],
  ].map(([shape, perm]) => ({
    name: `transpose of [${shape}] by ${perm}`,
    run: () => tf.transpose(tensorOf(shape!, 3), perm),
  })),
  ...(
    [
      [[7], [0]],
      [[3, 4], [0]],
      [[3, 4], [1]],
      [
        [3, 4],
        [0, 1],
      ],
      [[2, 3, 4], [1]],
      [
        [2, 3, 4],
        [0, 2],
      ],
      [[2, 3, 4, 5], [-2]],
      [[0, 3], [0]],
    ] as const
  ).flatMap(([shape, axes]) =>
    [false, true].map((keeps) => ({
      name: `sum of [${shape}] over ${axes}, ${keeps ? 'dimensions kept' : 'dimensions gone'}`,
      run: () => tf.sum(tensorOf(shape, 4), [...axes], keeps),
    })),
  ),
  ...[[1], [7], [3, 9], [2, 3, 4], [5, 1]].map((shape) => ({
    name: `softmax of [${shape}]`,
    run: () => tf.softmax(tf.mul(tensorOf(shape, 5), 30)),
  })),
  {
    name: 'softmax of a row with what is masked in it',
    run: () => tf.softmax(tf.tensor2d([1, -1e9, 2, 3, -1e9, -2], [2, 3])),
  },
];

describe('our CPU kernels', () => {
  const before = new Map<string, tf.Tensor>();
  beforeAll(async () => {
    await tf.setBackend('cpu');
    // Tests before this one may have replaced them.
    restoreKernels();
    for (const { name, run } of cases) before.set(name, run());
    installCpuKernels();
  });

  it.each(cases)('$name', ({ name, run }) => {
    const [own, stock] = [run(), before.get(name)!];
    expect(own.shape).toEqual(stock.shape);
    expect(own.dtype).toBe(stock.dtype);
    if (own.size > 0) expect(relativeError(own.dataSync(), stock.dataSync())).toBeLessThan(1e-6);
  });

  it('leave whole numbers and truth values to tfjs', () => {
    expect([...tf.add(tf.tensor1d([1, 2], 'int32'), tf.scalar(3, 'int32')).dataSync()]).toEqual([4, 5]);
    expect(tf.add(tf.tensor1d([1, 2], 'int32'), tf.scalar(3, 'int32')).dtype).toBe('int32');
    expect(tf.sum(tf.tensor1d([true, true], 'bool')).dataSync()[0]).toBe(2);
  });
});
