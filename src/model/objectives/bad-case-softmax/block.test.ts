import { beforeAll, describe, expect, it } from 'vitest';
import { openCpu } from '../../../engine/device';
import { uniforms } from '../../../engine/kernels/counter-uniform/reference';
import * as tf from '../../../engine/tf';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import { largest, pairsOf, spread, type Masks, type Matrix } from '../../harness/objective';
import { contextOf } from '../../run/abilities/abilities';
import block from './block';
import forward from './forward';

beforeAll(openCpu);
const WIDTHS = [2, 2, 2] as const;

interface Given extends Masks {
  user: Matrix;
  /** Behind the rows' items those that are drawn. */
  item: Matrix;
  relevance: Matrix;
  scale?: number;
  stream?: number;
}

/** Loss, gradients and live values. */
async function run(given: Given, params: Parameters<typeof withDefaults>[1] = {}) {
  const { user, item, relevance, scale = 1, stream = 1 } = given;
  const rows = user.length;
  const seen = new Map<string, number[]>();
  const masks = { ...given, mixed: item.map(() => 0) };
  const full = withDefaults(block.params, { field: 'category', sampled: item.length - rows, ...params });
  const tensors = tf.tidy(() => {
    const alone = harnessContext({
      training: true,
      pairs: () => pairsOf(rows, masks),
      probed: (name, x) => seen.set(name, [...x.dataSync()]),
    });
    const context = contextOf(
      {
        pairs: () => alone.pairs,
        detach: () => alone.detach,
        probe: () => alone.probe,
        relevance: () => () => tf.tensor2d(relevance),
        uniform: () => (_, shape) => tf.tensor(uniforms(3, 0, stream, rows * rows), [...shape]),
      },
      (name) => expect.fail(`asked for ${name}`),
    );
    const { value, grads } = tf.valueAndGrads((u: tf.Tensor, v: tf.Tensor) => {
      const type = { kind: 'classes', widths: WIDTHS } as const;
      const classes = { type, user: u as tf.Tensor2D, item: v as tf.Tensor2D, scale: tf.tensor1d([scale]) };
      return tf.reshape(forward({ classes }, {}, full, context).loss.values, []) as tf.Scalar;
    })([tf.tensor2d(user), tf.tensor2d(item)]);
    return { value, user: grads[0]!, item: grads[1]! };
  });
  const result = {
    loss: tensors.value.dataSync()[0]!,
    user: (await tensors.user.array()) as Matrix,
    item: (await tensors.item.array()) as Matrix,
    seen,
  };
  tf.dispose(tensors);
  return result;
}

const all = (rows: number, value: number): Matrix => Array.from({ length: rows }, () => Array(rows).fill(value));
const logits = (u: number[], v: number[]): [number, number, number] =>
  [0, 2, 4].map((at) => u[at]! * v[at]! + u[at + 1]! * v[at + 1]!) as [number, number, number];
const entropy = (u: number[], v: number[], label: number): number => {
  const own = logits(u, v);
  return Math.log(own.reduce((sum, x) => sum + Math.exp(x), 0)) - own[label]!;
};

describe('the softmax with bad cases', () => {
  const [user, item] = [spread(3, 6, 0), spread(5, 6, 1)];

  it('has the loss of a worked example: a click, two drawn items at weight 4 together, and each bad case', async () => {
    const relevance = [
      [1, 0, 1],
      [0, 1, 0],
      [1, 1, 1],
    ];
    const { loss, seen } = await run({ user, item, relevance, weight: [1, 2, 1] }, { threshold: 0.5, bad: 2 });
    const bad = [[1], [0, 2], []];
    const perRow = user.map(
      (u, i) =>
        entropy(u, item[i]!, 0) +
        2 * (entropy(u, item[3]!, 1) + entropy(u, item[4]!, 1)) +
        bad[i]!.reduce((sum, j) => sum + entropy(u, item[j]!, 2), 0),
    );
    expect(loss).toBeCloseTo((perRow[0]! + 2 * perRow[1]! + perRow[2]!) / (6 + 2 * 7 + 5), 5);
    expect(seen.get('found')).toEqual([1, 2, 0]);
    expect(seen.get('relevance')).toEqual([0]);
    const click = (i: number, j: number): number => Math.exp(-entropy(user[i]!, item[j]!, 0));
    expect(seen.get('click')![0]).toBeCloseTo((click(0, 1) + click(1, 0) + click(1, 2)) / 3, 5);
  });

  it('makes no case of a pair that the teacher does not know, and says how many it knows', async () => {
    const relevance = [
      [1, 0, 2],
      [2, 2, 2],
      [0.5, 0.75, 0.25],
    ];
    const { seen } = await run({ user, item, relevance }, { threshold: 1, bad: 2 });
    expect(seen.get('found')).toEqual([1, 0, 2]);
    expect(seen.get('judged')![0]).toBeCloseTo(5 / 9, 6);
  });

  it('of what users were shown counts for each row its own columns alone', async () => {
    // Column 3 is of row 0, column 4 of row 1; row 2 was shown nothing that it did not take.
    const { loss } = await run({ user, item, relevance: all(3, 1) }, { from: 'shown' });
    const perRow = user.map((u, i) => entropy(u, item[i]!, 0) + (i < 2 ? 4 * entropy(u, item[3 + i]!, 1) : 0));
    expect(loss).toBeCloseTo(perRow.reduce((a, b) => a + b) / (5 + 5 + 1), 5);
  });

  it('without bad cases is the softmax of two classes: the third part counts nowhere, and learns nothing', async () => {
    const softplus = (x: number): number => Math.log1p(Math.exp(x));
    const margin = (i: number, j: number): number => {
      const [click, none] = logits(user[i]!, item[j]!);
      return click - none;
    };
    const rows = [0, 1, 2].map((i) => softplus(-margin(i, i)) + 2 * (softplus(margin(i, 3)) + softplus(margin(i, 4))));
    for (const params of [{ threshold: 0 }, { bad: 0 }] as Record<string, number>[]) {
      const { loss, user: ofUser, item: ofItem } = await run({ user, item, relevance: all(3, 0) }, params);
      expect(loss).toBeCloseTo(rows.reduce((a, b) => a + b) / 15, 5);
      for (const slopes of [ofUser, ofItem]) {
        expect(largest(slopes.map((row) => row.slice(4)))).toBe(0);
        expect(largest(slopes.map((row) => row.slice(0, 4)))).toBeGreaterThan(0.01);
      }
    }
  });

  it('makes no case of what the user took, of padding, or of what is relevant', async () => {
    const taken = [
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    const shown = taken.map((row) => [...row, 0, 0]);
    const of = async (given: Partial<Given>) =>
      (await run({ user, item, relevance: all(3, 0), ...given }, { bad: 2 })).seen.get('found');
    expect(await of({})).toEqual([2, 2, 2]);
    expect(await of({ sameUser: shown })).toEqual([1, 2, 2]);
    // Both rows hold that item.
    expect(await of({ sameItem: shown })).toEqual([1, 1, 2]);
    expect(await of({ realColumn: [1, 1, 0] })).toEqual([1, 1, 0]);
    expect(await of({ relevance: all(3, 0.1) })).toEqual([0, 0, 0]);
  });
});

describe('bad cases', () => {
  const ROWS = 24;
  const [user, item] = [spread(ROWS, 6, 0), spread(ROWS + 2, 6, 1)];
  const given: Given = { user, item, relevance: all(ROWS, 0), scale: 4 };

  /** The mean of P(click) over the bad cases, and over all pairs that could be. */
  const clicks = async (changed: Partial<Given> = {}) => {
    const now = { ...given, ...changed };
    const { seen } = await run(now, { bad: 1 });
    const chances = now.user.flatMap((u, i) =>
      now.item.slice(0, ROWS).flatMap((v, j) =>
        i === j
          ? []
          : [
              Math.exp(
                -entropy(
                  u.map((x) => 4 * x),
                  v,
                  0,
                ),
              ),
            ],
      ),
    );
    return { sampled: seen.get('click')![0]!, everywhere: chances.reduce((a, b) => a + b) / chances.length };
  };

  it('are those that the student would show: their P(click) stands far above that of all pairs', async () => {
    for (const stream of [1, 2, 3]) {
      const { sampled, everywhere } = await clicks({ stream });
      expect(sampled).toBeGreaterThan(1.5 * everywhere);
      // Sampled, not the highest.
      expect(sampled).toBeLessThan(0.95);
    }
  });

  it('are sampled by the weights of the moment: with others the same draws find other pairs', async () => {
    /** Rows of items that are taught by one row alone, beside its own: its bad cases. */
    const found = async (changed: Partial<Given>, row: number): Promise<number[]> => {
      const weight = user.map((_, at) => Number(at === row));
      const { item: slopes } = await run({ ...given, ...changed, weight }, { bad: 2 });
      return [...Array(ROWS).keys()].filter((at) => at !== row && largest([slopes[at]!]) > 0);
    };
    const turned = user.map((row) => [-row[0]!, -row[1]!, ...row.slice(2)]);
    for (const row of [0, 5, 11]) {
      const before = await found({}, row);
      expect(before).toHaveLength(2);
      expect(await found({}, row)).toEqual(before);
      expect(await found({ user: turned }, row)).not.toEqual(before);
      expect(await found({ stream: 2 }, row)).not.toEqual(before);
    }
    const [now, then] = [await clicks(), await clicks({ user: turned })];
    for (const { sampled, everywhere } of [now, then]) expect(sampled).toBeGreaterThan(1.5 * everywhere);
  });

  it('are pushed away by what serves: a step down the loss lowers s_click - s_bad of each', async () => {
    const relevance = all(3, 1);
    relevance[0]![1] = 0;
    const small: Given = { user: user.slice(0, 3), item: item.slice(0, 5), relevance, weight: [1, 0, 0] };
    const { user: slopes, item: itemSlopes } = await run(small);
    const odds = (u: number[], v: number[]): number => logits(u, v)[0] - logits(u, v)[2];
    const moved = (row: number[], slope: number[]): number[] => row.map((x, d) => x - 0.05 * slope[d]!);
    const before = odds(small.user[0]!, small.item[1]!);
    expect(odds(moved(small.user[0]!, slopes[0]!), moved(small.item[1]!, itemSlopes[1]!))).toBeLessThan(before);
    expect(largest([itemSlopes[2]!])).toBe(0);
  });
});
