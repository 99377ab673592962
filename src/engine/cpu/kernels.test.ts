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
  ...[[3, 4], [], [0, 3]].map((shape) => ({ name: `relu of [${shape}]`, run: () => tf.relu(tensorOf(shape, 1)) })),
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
  ...(
    [
      [[7], [2], [3]],
      [
        [3, 4],
        [1, 0],
        [2, 4],
      ],
      [
        [3, 4],
        [0, 1],
        [3, 2],
      ],
      [
        [2, 3, 4],
        [0, 1, 1],
        [2, 2, 3],
      ],
      [
        [2, 3, 4],
        [1, 0, 3],
        [1, -1, 1],
      ],
      [
        [2, 3],
        [0, 1],
        [2, 0],
      ],
    ] as const
  ).map(([shape, begin, size]) => ({
    name: `slice of [${shape}] from ${begin}, ${size} long`,
    run: () => tf.slice(tensorOf(shape, 6), [...begin], [...size]),
  })),
  ...(
    [
      [[6], 2, 0, 1],
      [[2, 7], [3, 0, 4], 1, 0],
      [[2, 7], [3, 0, 4], 1, 1],
      [[2, 7], [3, 0, 4], 1, 2],
      [[2, 6, 3], [1, 5], -2, 1],
      [[4, 2], 2, 0, 1],
      [[3, 8], 4, 1, 3],
    ] as const
  ).map(([shape, sizes, axis, part]) => ({
    name: `part ${part} of [${shape}] split by ${sizes} along ${axis}`,
    run: () => tf.split(tensorOf(shape, 7), typeof sizes === 'number' ? sizes : [...sizes], axis)[part]!,
  })),
  ...(
    [
      [[4], [[2, 1]]],
      [
        [2, 3],
        [
          [1, 0],
          [0, 2],
        ],
      ],
      [
        [2, 3, 2],
        [
          [0, 1],
          [2, 2],
          [1, 0],
        ],
      ],
      [
        [0, 3],
        [
          [1, 1],
          [0, 0],
        ],
      ],
    ] as const
  ).flatMap(([shape, paddings]) =>
    [0, -1.5].map((value) => ({
      name: `[${shape}] padded by ${paddings.join('; ')} with ${value}`,
      run: () =>
        tf.pad(
          tensorOf(shape, 8),
          paddings.map(([before, after]): [number, number] => [before, after]),
          value,
        ),
    })),
  ),
  ...(
    [
      [[5], [0]],
      [[3, 4], [1]],
      [[2, 3, 4], [1]],
      [
        [2, 3, 4],
        [0, -1],
      ],
      [[0, 2], [1]],
    ] as const
  ).map(([shape, axes]) => ({
    name: `[${shape}] reversed along ${axes}`,
    run: () => tf.reverse(tensorOf(shape, 9), [...axes]),
  })),
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

  it('relu keeps what is no number, and infinity', () =>
    expect([...tf.relu(tf.tensor1d([NaN, -Infinity, Infinity, -0])).dataSync()]).toEqual([NaN, 0, Infinity, 0]));

  it('leave whole numbers and truth values to tfjs', () => {
    expect([...tf.add(tf.tensor1d([1, 2], 'int32'), tf.scalar(3, 'int32')).dataSync()]).toEqual([4, 5]);
    expect(tf.add(tf.tensor1d([1, 2], 'int32'), tf.scalar(3, 'int32')).dtype).toBe('int32');
    expect(tf.relu(tf.tensor1d([-1, 2], 'int32')).dtype).toBe('int32');
    expect(tf.sum(tf.tensor1d([true, true], 'bool')).dataSync()[0]).toBe(2);
  });
});
