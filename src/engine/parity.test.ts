/** Updates and lookups against plain loops of their own, where ids and counts are at their limits. */
import { describe, expect, it } from 'vitest';
import { lookUp } from './embedding/lookup';
import { LONGEST_SUM } from './embedding/sizes';
import { keptLookup, oneSlotEach, partOf } from './embedding/testing';
import { counterUniform } from './kernels/counter-uniform/counter-uniform';
import { uniforms } from './kernels/counter-uniform/reference';
import { ItemIndex } from './kernels/retrieval/item-index';
import { rankCatalogue } from './kernels/retrieval/retrieval';
import type { Group } from './optimizers/hyperparameters';
import { Optimizer } from './optimizers/optimizer';
import { WeightStore } from './optimizers/weights';
import { flush } from './run-kernel';
import { Storage } from './storage';
import { numbers, onDevice, relativeError } from './testing';
import * as tf from './tf';

onDevice();

const CONSTANT = { clipNorm: null, schedule: { kind: 'constant', warmup: 0 } } as const;
const WIDTH = 4;

/**
 * What a field reads in one step: rows of the table, and per slot its weight (0 = padding) and the gradient of the
 * looked-up row.
 */
interface Step {
  ids: readonly number[];
  weights: readonly number[] | null;
  gradient: Float32Array;
}

/** The touched-row update of one table, step by step. */
class TableUpdate {
  private readonly store = new WeightStore();
  private readonly optimizer: Optimizer;
  private readonly leaf: Storage;

  constructor(
    readonly rows: number,
    readonly width: number,
    slots: number,
    values: Float32Array,
    group: Group,
  ) {
    this.store.addTables([{ path: 'table/t', shape: [rows, width], values }]);
    const { arena } = this.store.places('table/t')[0]!;
    this.optimizer = new Optimizer(
      this.store,
      { seed: 1, optimizers: [group], ...CONSTANT },
      [],
      [{ path: 'table/t', group }],
      new Map([[arena, { slots, leafRows: slots }]]),
    );
    this.leaf = Storage.create('leaf', [slots, width], 'float32');
  }

  run(step: number, { ids, weights, gradient }: Step): void {
    flush();
    this.leaf.write(gradient.map((g, i) => (weights?.[Math.floor(i / this.width)] ?? 1) * g));
    for (const { buffer } of this.optimizer.arenas) {
      buffer.prepare([partOf(ids, weights)]);
      buffer.submit();
    }
    this.optimizer.write(step);
    this.optimizer.apply(
      new Map(),
      new Map(this.optimizer.arenas.map(({ arena }) => [arena, [{ gradient: this.leaf.tensor, rows: ids.length }]])),
    );
  }

  get table(): Storage {
    return this.store.places('table/t')[0]!.arena.value;
  }
  read = (): Promise<Float32Array> => this.store.read('table/t');
  moments = async (): Promise<Float32Array[]> => (await this.store.readMoments('table/t')) ?? [];

  dispose(): void {
    this.optimizer.dispose();
    this.store.dispose();
    this.leaf.dispose();
  }
}

/**
 * Lazy Adam as torch.optim.SparseAdam states it, over a dense gradient and a set of touched rows, in double precision.
 */
function lazyAdam(
  rows: number,
  start: Float32Array,
  steps: readonly Step[],
  learningRate: number,
): { values: Float64Array; m: Float64Array; v: Float64Array } {
  const [values, m, v] = [Float64Array.from(start), new Float64Array(start.length), new Float64Array(start.length)];
  steps.forEach(({ ids, weights, gradient }, t) => {
    const dense = new Float64Array(rows * WIDTH);
    const touched = new Set<number>();
    ids.forEach((row, slot) => {
      const weight = weights?.[slot] ?? 1;
      if (weight === 0) return;
      touched.add(row);
      for (let d = 0; d < WIDTH; d++) dense[row * WIDTH + d]! += weight * gradient[slot * WIDTH + d]!;
    });
    const rate = (learningRate * Math.sqrt(1 - 0.999 ** (t + 1))) / (1 - 0.9 ** (t + 1));
    for (const row of touched) {
      for (let at = row * WIDTH; at < (row + 1) * WIDTH; at++) {
        m[at] = 0.9 * m[at]! + 0.1 * dense[at]!;
        v[at] = 0.999 * v[at]! + 0.001 * dense[at]! ** 2;
        values[at] = values[at]! - (rate * m[at]!) / (Math.sqrt(v[at]!) + 1e-8);
      }
    }
  });
  return { values, m, v };
}

describe('lazy Adam against a plain loop', () => {
  const SLOTS = 24;
  const drawn = (rows: number, step: number) =>
    Array.from(numbers(SLOTS, 31 + step), (x) => Math.floor(((x + 1) / 2) * rows));
  it.each<[string, number, (step: number) => Pick<Step, 'ids' | 'weights'>]>([
    ['ids as they come', 40, (step) => ({ ids: drawn(40, step), weights: null })],
    ['one id in all slots of a batch', 40, (step) => ({ ids: Array<number>(SLOTS).fill(step % 3), weights: null })],
    ['a table of one row', 1, () => ({ ids: Array<number>(SLOTS).fill(0), weights: null })],
    [
      'the first and the last row alone',
      70,
      (step) => ({ ids: Array.from({ length: SLOTS }, (_, i) => ((i + step) % 3 === 0 ? 69 : 0)), weights: null }),
    ],
    // Row 5 is named by padding in every step, and by nothing else; other rows are read in some steps and stand as
    // padding in others.
    [
      'padding',
      40,
      (step) => ({
        ids: drawn(40, step).map((id, i) => (i === 0 ? 5 : id)),
        weights: drawn(40, step).map((id, i) => (i % 3 === 0 || id === 5 ? 0 : 0.5)),
      }),
    ],
  ])('%s', async (name, rows, slotsOf) => {
    const start = numbers(rows * WIDTH, 3);
    const steps = Array.from({ length: 100 }, (_, step): Step => ({
      ...slotsOf(step),
      gradient: numbers(SLOTS * WIDTH, 100 + step),
    }));
    const update = new TableUpdate(rows, WIDTH, SLOTS, start, {
      rule: 'lazy-adam',
      learningRate: 0.02,
      weightDecay: 0,
    });
    steps.forEach((step, t) => update.run(t, step));
    const expected = lazyAdam(rows, start, steps, 0.02);
    const [values, [m, v]] = [await update.read(), await update.moments()];
    update.dispose();
    expect(relativeError(values, expected.values)).toBeLessThan(1e-5);
    expect(relativeError(m!, expected.m)).toBeLessThan(1e-5);
    expect(relativeError(v!, expected.v)).toBeLessThan(1e-5);
    // What no slot with weight names has not moved by a bit, and has no moments.
    const touched = new Set(steps.flatMap(({ ids, weights }) => ids.filter((_, slot) => weights?.[slot] !== 0)));
    const idle = Array.from({ length: rows }, (_, row) => row).filter((row) => !touched.has(row));
    if (name === 'padding') expect(idle).toEqual([5]);
    for (const row of idle) {
      expect(values.subarray(row * WIDTH, (row + 1) * WIDTH)).toEqual(start.subarray(row * WIDTH, (row + 1) * WIDTH));
      expect([m!, v!].every((part) => part.subarray(row * WIDTH, (row + 1) * WIDTH).every((x) => x === 0))).toBe(true);
    }
  });
});

describe('a row that 10^5 slots of a batch read', () => {
  const SOURCES = 100_000;
  const gradient = numbers(2 * SOURCES, 31).map((x) => x + 0.5);

  /** As threads make it: no more than `longest` numbers at a time, in their order. */
  const inParts = (numbers: Float32Array, longest: number): number => {
    let sums = numbers;
    while (sums.length > 1)
      sums = Float32Array.from({ length: Math.ceil(sums.length / longest) }, (_, part) =>
        sums.subarray(part * longest, (part + 1) * longest).reduce((sum, x) => Math.fround(sum + x), 0),
      );
    return sums[0]!;
  };

  it('gets the sum of all, in parts of a fixed order, nearer to the true one than one thread would come', async () => {
    const update = async (): Promise<Float32Array> => {
      const table = new TableUpdate(4, 2, SOURCES, new Float32Array(8), {
        rule: 'sgd',
        learningRate: 1,
        weightDecay: 0,
      });
      // The last slot is another row's, and two rows are nobody's.
      const ids = Array.from({ length: SOURCES }, (_, i) => (i === SOURCES - 1 ? 0 : 2));
      table.run(0, { ids, weights: null, gradient });
      const values = await table.read();
      table.dispose();
      return values;
    };
    const values = await update();
    expect(await update()).toEqual(values);
    expect(values.slice(0, 2)).toEqual(gradient.slice(-2).map((g) => -g));
    for (const column of [0, 1]) {
      const own = gradient.filter((_, i) => i % 2 === column).subarray(0, SOURCES - 1);
      const exact = own.reduce((sum, x) => sum + x, 0);
      const serial = own.reduce((sum, x) => Math.fround(sum + x), 0);
      const got = -values[4 + column]!;
      expect(Math.abs(got / exact - 1)).toBeLessThan(1e-6);
      expect(Math.abs(got - exact)).toBeLessThan(Math.abs(serial - exact));
      expect(got).toBe(inParts(own, LONGEST_SUM));
    }
    expect([values[2], values[3], values[6], values[7]]).toEqual([0, 0, 0, 0]);
  });
});

describe('beyond 2^24, where f32 has no odd numbers', () => {
  it('rows of a table are looked up and updated where they are', async () => {
    const rows = 2 ** 24 + 70;
    const ids = [2 ** 24 - 1, 2 ** 24, 2 ** 24 + 1, 2 ** 24 + 3, rows - 1, 0];
    const start = new Float32Array(rows);
    ids.forEach((row, i) => {
      start[row] = i + 1;
    });
    const update = new TableUpdate(rows, 1, ids.length, start, { rule: 'sgd', learningRate: 1, weightDecay: 0 });
    const { lookup, dispose } = keptLookup(update.table, 1, [oneSlotEach(ids)]);
    const out = Storage.create('out', [ids.length], 'float32');
    const looked = async () => {
      lookUp(lookup, out.tensor);
      return [...(await out.read())];
    };
    expect(await looked()).toEqual([1, 2, 3, 4, 5, 6]);
    update.run(0, { ids, weights: null, gradient: Float32Array.of(10, 20, 30, 40, 50, 60) });
    expect(await looked()).toEqual([-9, -18, -27, -36, -45, -54]);
    const after = await update.read();
    ids.forEach((row) => {
      after[row] = 0;
    });
    expect(after.every((x) => x === 0)).toBe(true);
    update.dispose();
    dispose();
    out.dispose();
  });

  it('items are listed, ranked and left out by their own numbers', async () => {
    const first = 2 ** 24 + 1;
    const index = new ItemIndex(8, 1);
    const vectors = tf.tensor2d([5, 3, 8, 1, 7, 2, 6, 4], [8, 1]);
    index.write(0, vectors);
    // The end of a catalogue whose beginning nobody holds.
    Object.assign(index, { rows: first + 8 });
    Object.assign(index.chunks[0]!, { first });
    const user = tf.ones([1, 1, 1]) as tf.Tensor3D;
    const list = (items: readonly number[]) => ({
      start: Uint32Array.of(0, items.length),
      items: Uint32Array.from(items, (item) => first + item),
    });
    const { top, greater, ties } = await rankCatalogue({ vectors: user, active: null }, index, {
      users: 1,
      k: 6,
      seen: list([2, 5]),
      targets: list([0, 6]),
    });
    expect([...top].map((item) => item - first)).toEqual([4, 6, 0, 7, 1, 3]);
    expect([[...greater], [...ties]]).toEqual([
      [2, 1],
      [0, 0],
    ]);
    index.dispose();
    tf.dispose([vectors, user]);
  });

  it('each step draws numbers of its own', async () => {
    const step = Storage.create('step', [1], 'int32');
    const drawn = async (at: number) => {
      step.write(Uint32Array.of(at));
      const tensor = counterUniform([8], { stream: 1, seed: 2, step });
      const values = await tensor.data();
      tensor.dispose();
      return [...values];
    };
    const [even, odd] = [await drawn(2 ** 24), await drawn(2 ** 24 + 1)];
    expect(even).not.toEqual(odd);
    expect(odd).toEqual([...uniforms(2, 2 ** 24 + 1, 1, 8)]);
    expect(await drawn(2 ** 32 - 1)).toEqual([...uniforms(2, 2 ** 32 - 1, 1, 8)]);
    step.dispose();
  });
});

describe('the state of an optimizer', () => {
  const sizes: Record<string, number> = { a: 6, b: 6, c: 70 };
  const adam: Group = { rule: 'adam', learningRate: 0.02, weightDecay: 0 };
  const other: Group = { rule: 'lazy-adam', learningRate: 0.05, weightDecay: 0.1 };

  /** Weights that lie in the given order; each run updates some of them, in an order of its own. */
  async function train(
    lying: readonly string[],
    runs: readonly (readonly [learning: readonly string[], groupOf: (path: string) => Group])[],
  ) {
    const store = new WeightStore();
    store.addDense(
      lying.map((path) => ({ path, shape: [sizes[path]!], values: numbers(sizes[path]!, path.charCodeAt(0)) })),
    );
    let step = 0;
    for (const [learning, groupOf] of runs) {
      const optimizer = new Optimizer(
        store,
        { seed: 1, optimizers: [adam, other], ...CONSTANT },
        learning.map((path) => ({ path, group: groupOf(path) })),
        [],
        new Map(),
      );
      for (let i = 0; i < 3; i++, step++) {
        flush();
        optimizer.write(step);
        const gradients = new Map(
          learning.map((path) => [path, tf.tensor1d(numbers(sizes[path]!, 1000 * step + path.charCodeAt(0)))]),
        );
        optimizer.apply(gradients, new Map());
        tf.dispose([...gradients.values()]);
      }
      flush();
      optimizer.dispose();
    }
    const state = new Map(
      await Promise.all(
        ['a', 'b', 'c'].map(
          async (path) => [path, [await store.read(path), ...((await store.readMoments(path)) ?? [])]] as const,
        ),
      ),
    );
    store.dispose();
    return state;
  }

  it('goes by the path of a weight, not by its place: another order in memory and in each run gives the same bits', async () => {
    const groupOf = (path: string) => (path === 'b' ? other : adam);
    const one = await train(
      ['a', 'b', 'c'],
      [
        [['a', 'b', 'c'], groupOf],
        [['a', 'b', 'c'], groupOf],
      ],
    );
    expect(
      await train(
        ['c', 'b', 'a'],
        [
          [['b', 'a', 'c'], groupOf],
          [['c', 'a', 'b'], groupOf],
        ],
      ),
    ).toEqual(one);
  });

  it('of one weight is not that of another which learns in turn with it', async () => {
    const only = (path: string) => [[path], () => adam] as const;
    const none = [[], () => adam] as const;
    const inTurn = await train(['a', 'b', 'c'], [only('a'), only('b'), only('a'), only('b')]);
    const alone = [
      await train(['a', 'b', 'c'], [only('a'), none, only('a'), none]),
      await train(['a', 'b', 'c'], [none, only('b'), none, only('b')]),
    ];
    expect(inTurn.get('a')).toEqual(alone[0]!.get('a'));
    expect(inTurn.get('b')).toEqual(alone[1]!.get('b'));
  });

  it('counts its steps as whole numbers: bias corrections after a million of them are those of that step', async () => {
    const [p, m, v, g] = [0.5, 0.25, 0.125, 0.75];
    for (const step of [2, 999, 29_999, 999_999]) {
      const store = new WeightStore();
      store.addDense([{ path: 'a', shape: [1], values: Float32Array.of(p) }]);
      store.writeMoments('a', [Float32Array.of(m), Float32Array.of(v)]);
      const optimizer = new Optimizer(
        store,
        { seed: 1, optimizers: [adam], ...CONSTANT },
        [{ path: 'a', group: adam }],
        [],
        new Map(),
      );
      optimizer.write(step);
      const gradient = tf.tensor1d([g]);
      optimizer.apply(new Map([['a', gradient]]), new Map());
      const first = (0.9 * m + 0.1 * g) / (1 - 0.9 ** (step + 1));
      const second = (0.999 * v + 0.001 * g * g) / (1 - 0.999 ** (step + 1));
      const moved = p - (await store.read('a'))[0]!;
      expect(
        Math.abs(moved / ((adam.learningRate * first) / (Math.sqrt(second) + 1e-8)) - 1),
        `step ${step}`,
      ).toBeLessThan(5e-6);
      gradient.dispose();
      optimizer.dispose();
      store.dispose();
    }
  });
});
