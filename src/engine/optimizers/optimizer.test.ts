import { afterEach, describe, expect, it } from 'vitest';
import { lowerBinding, numbers, onDevice, relativeError } from '../testing';
import { partOf } from '../embedding/testing';
import { Storage } from '../storage';
import * as tf from '../tf';
import type { Group } from './hyperparameters';
import { Optimizer, type ArenaRows } from './optimizer';
import type { Rule } from './rules';
import { DENSE, TABLES, runTrial, type Trial } from './testing';
import { WeightStore } from './weights';

onDevice();
afterEach(() => tf.setBackend('webgpu'));

const group = (rule: Rule, weightDecay = 0): Group => ({ rule, learningRate: 0.02, weightDecay });
const trial = (tables: Group, dense: Group, change: Partial<Trial> = {}): Trial => ({
  tables,
  dense,
  clipNorm: null,
  schedule: { kind: 'constant', warmup: 0 },
  steps: 100,
  ...change,
});

const TRIALS: [string, Trial][] = [
  ['adam', trial(group('adam', 0.1), group('adam', 0.1))],
  ['lazy adam', trial(group('lazy-adam', 0.1), group('lazy-adam', 0.1))],
  ['row-wise adagrad, dense weights by adam', trial(group('row-adagrad', 0.1), group('adam'))],
  ['sgd', trial(group('sgd', 0.1), group('sgd', 0.1))],
  [
    'sgd on tables, adam on dense weights, clipped, cosine',
    trial(group('sgd'), group('adam'), {
      clipNorm: 1.5,
      schedule: { kind: 'cosine', warmup: 10, steps: 60, floor: 0.1 },
    }),
  ],
  ['row-wise adagrad and sgd, clipped', trial(group('row-adagrad'), group('sgd'), { clipNorm: 1.5 })],
  ['lazy adam, clipped', trial(group('lazy-adam'), group('adam'), { clipNorm: 1.5 })],
];

describe.each(TRIALS)('100 steps of %s', (_, given) => {
  it('give twice the same bits, and the weights of the plain version to float error', async () => {
    const before = tf.memory().numTensors;
    const first = await runTrial(given);
    const second = await runTrial(given);
    expect(second.values).toEqual(first.values);
    expect(second.state).toEqual(first.state);
    expect(tf.memory().numTensors).toBe(before);
    await tf.setBackend('cpu');
    const plain = await runTrial(given);
    for (const [path, values] of plain.values) {
      expect(relativeError(first.values.get(path)!, values), path).toBeLessThan(1e-5);
      plain.state
        .get(path)!
        .forEach((part, i) =>
          expect(relativeError(first.state.get(path)![i]!, part), `state of ${path}`).toBeLessThan(1e-5),
        );
    }
  });
});

it.each<Rule>(['sgd', 'row-adagrad'])(
  'more threads than one dimension of the grid holds update every row by %s',
  async (rule) => {
    const [rows, width] = [1_050_000, 16];
    const store = new WeightStore();
    store.addTables([{ path: 'table/t', shape: [rows, width], values: new Float32Array(rows * width).fill(1) }]);
    const { arena } = store.places('table/t')[0]!;
    const own = { rule, learningRate: 0.5, weightDecay: 0 };
    const optimizer = new Optimizer(
      store,
      { seed: 1, optimizers: [own], clipNorm: null, schedule: { kind: 'constant', warmup: 0 } },
      [],
      [{ path: 'table/t', group: own }],
      new Map([[arena, { slots: rows, leafRows: rows }]]),
    );
    // Row r gets the gradient of the looked-up row rows - 1 - r.
    const ids = Uint32Array.from({ length: rows }, (_, i) => rows - 1 - i);
    const gradient = Storage.create(
      'leaf',
      [rows, width],
      'float32',
      Float32Array.from({ length: rows * width }, (_, i) => ((i / width) | 0) / rows - 0.5),
    );
    optimizer.write(0);
    const [{ buffer }] = optimizer.arenas as [ArenaRows];
    buffer.prepare([partOf(ids)]);
    buffer.submit();
    optimizer.apply(new Map(), new Map([[arena, [{ gradient: gradient.tensor, rows }]]]));
    const values = await store.read('table/t');
    const g = (row: number) => (rows - 1 - row) / rows - 0.5;
    let worst = 0;
    values.forEach((value, i) => {
      const row = (i / width) | 0;
      worst = Math.max(
        worst,
        Math.abs(value - (1 - 0.5 * (rule === 'sgd' ? g(row) : g(row) / (Math.abs(g(row)) + 1e-8)))),
      );
    });
    expect(worst).toBeLessThan(rule === 'sgd' ? 1e-6 : 1e-4);
    optimizer.dispose();
    store.dispose();
    gradient.dispose();
  },
);

/** Tables of one width share one. */
const ARENAS = new Set(TABLES.map(({ width }) => width)).size;

describe('what a step costs', () => {
  it('is one dispatch for all dense weights and one per arena, and as many again and one more where gradients are clipped', async () => {
    expect((await runTrial(trial(group('lazy-adam'), group('adam'), { steps: 1 }))).dispatches).toBe(1 + ARENAS);
    expect((await runTrial(trial(group('lazy-adam'), group('adam'), { steps: 1, clipNorm: 1 }))).dispatches).toBe(
      2 * (1 + ARENAS) + 1,
    );
  });

  it('in memory is two moments, one number per row, or nothing', async () => {
    const sizes = async (tables: Rule, dense: Rule) => {
      const { state } = await runTrial(trial(group(tables), group(dense), { steps: 1 }));
      return [TABLES[2]!.path, DENSE[3]!.path].map((path) => state.get(path)!.map(({ length }) => length));
    };
    expect(await sizes('lazy-adam', 'adam')).toEqual([
      [480, 480],
      [231, 231],
    ]);
    expect(await sizes('row-adagrad', 'sgd')).toEqual([[40], []]);
    expect(await sizes('sgd', 'lazy-adam')).toEqual([[], [231, 231]]);
  });
});

describe('a rule', () => {
  it('of tables is refused to a dense weight, by name', () => {
    const store = new WeightStore();
    store.addDense([{ path: 'user/w', shape: [2], values: new Float32Array(2) }]);
    const own = group('row-adagrad');
    expect(
      () =>
        new Optimizer(
          store,
          { seed: 1, optimizers: [own], clipNorm: null, schedule: { kind: 'constant', warmup: 0 } },
          [{ path: 'user/w', group: own }],
          [],
          new Map(),
        ),
    ).toThrow('"user/w" is no table: row-adagrad cannot update it');
    store.dispose();
  });

  it('that is lazy leaves the rows alone that no id named; exact Adam moves every row that has momentum', async () => {
    // Row 5 of table c is touched in some steps and not in others.
    const moved = async (rule: Rule) => {
      const of = async (steps: number) =>
        (await runTrial(trial(group(rule), group('adam'), { steps }))).values.get('table/c')!;
      const [at4, at5] = [await of(4), await of(5)];
      return Array.from({ length: 40 }, (_, row) =>
        at4.subarray(row * 12, row * 12 + 12).some((x, d) => x !== at5[row * 12 + d]),
      );
    };
    // Step 4 reads row 4 alone.
    expect((await moved('lazy-adam')).flatMap((did, row) => (did ? [row] : []))).toEqual([4]);
    expect((await moved('adam')).filter(Boolean).length).toBeGreaterThan(20);
  });
});

describe('the weights', () => {
  const dense = [
    { path: 'a', shape: [3, 5], values: numbers(15, 1) },
    { path: 'b', shape: [], values: numbers(1, 2) },
    { path: 'c', shape: [70], values: numbers(70, 3) },
  ];

  it('are read and written by path, moments too, whether they lie by themselves or in the flat buffer', async () => {
    const store = new WeightStore();
    store.addTables([{ path: 'table/t', shape: [4, 2], values: numbers(8, 4) }]);
    store.addDense(dense);
    for (const { path, values } of dense) expect(await store.read(path)).toEqual(values);
    expect(await store.readMoments('c')).toBeNull();
    store.write('c', numbers(70, 9));
    store.writeMoments('c', [numbers(70, 10), numbers(70, 11)]);
    store.writeMoments('table/t', [numbers(4, 12)]);
    expect(await store.read('c')).toEqual(numbers(70, 9));
    expect(await store.readMoments('c')).toEqual([numbers(70, 10), numbers(70, 11)]);
    expect(await store.readMoments('table/t')).toEqual([numbers(4, 12)]);
    expect(await store.read('b')).toEqual(dense[1]!.values);
    expect(await store.readMoments('b')).toBeNull();
    expect(() => store.write('c', numbers(69, 1))).toThrow('the weight "c" holds 70 numbers, got 69');
    expect(() => store.writeMoments('c', [numbers(70, 1), numbers(69, 1)])).toThrow(
      'the moments of "c" hold 70 and 70 numbers, got 70 and 69',
    );
    store.dispose();
  });

  it('lie in as many arenas as one binding makes necessary, a table too large for one of them in pieces', async () => {
    const tables = ['a', 'b', 'c'].map((name, i) => ({
      path: `table/${name}`,
      shape: [100, 8] as const,
      values: numbers(800, i),
    }));
    const placesUnder = async (bytes: number) => {
      const restore = lowerBinding(bytes);
      const store = new WeightStore();
      try {
        store.addTables(tables);
        for (const { path } of tables) store.write(path, numbers(800, 20));
        for (const { path } of tables) expect(await store.read(path)).toEqual(numbers(800, 20));
        store.writeMoments('table/b', [numbers(100, 21)]);
        expect(await store.readMoments('table/b')).toEqual([numbers(100, 21)]);
        store.writeMoments('table/b', [numbers(800, 22), numbers(800, 23)]);
        expect(await store.readMoments('table/b')).toEqual([numbers(800, 22), numbers(800, 23)]);
        const arenas = [...new Set(tables.flatMap(({ path }) => store.places(path).map(({ arena }) => arena)))];
        return {
          arenas: arenas.length,
          places: tables.map(({ path }) =>
            store
              .places(path)
              .map(({ from, rows }) => `${from}+${rows}`)
              .join(' '),
          ),
        };
      } finally {
        store.dispose();
        restore();
      }
    };
    // A table takes 128 rows of 32 bytes.
    const whole = ['0+100', '0+100', '0+100'];
    expect(await placesUnder(3 * 4096)).toEqual({ arenas: 1, places: whole });
    expect(await placesUnder(3 * 4096 - 4)).toEqual({ arenas: 2, places: whole });
    expect(await placesUnder(4096)).toEqual({ arenas: 3, places: whole });
    const cut = ['0+64 64+36', '0+64 64+36', '0+64 64+36'];
    expect(await placesUnder(4092)).toEqual({ arenas: 6, places: cut });
    expect(await placesUnder(2048)).toEqual({ arenas: 6, places: cut });
    await expect(placesUnder(2044)).rejects.toThrow(
      'table/a needs 4,096 bytes in one buffer; this adapter allows 2,044, 2,052 too many',
    );
  });

  it('keep what a rule has gathered when another run begins with it, and begin anew under another rule', async () => {
    const store = new WeightStore();
    store.addDense(dense);
    store.writeMoments('a', [numbers(15, 5), numbers(15, 6)]);
    store.prepare(
      new Map([
        ['a', 'adam'],
        ['b', 'adam'],
      ]),
    );
    expect(await store.readMoments('a')).toEqual([numbers(15, 5), numbers(15, 6)]);
    store.prepare(new Map([['a', 'sgd']]));
    expect(await store.readMoments('a')).toBeNull();
    store.prepare(new Map([['a', 'adam']]));
    expect(await store.readMoments('a')).toEqual([new Float32Array(15), new Float32Array(15)]);
    store.dispose();
  });

  it('that have no room for their moments are as they were', async () => {
    const store = new WeightStore();
    store.addTables([{ path: 'table/t', shape: [4, 2], values: numbers(8, 4) }]);
    const create = Storage.create;
    let made = 0;
    Storage.create = (...args) => {
      if (++made === 2) throw new Error('no room');
      return create(...args);
    };
    const before = tf.memory().numTensors;
    expect(() => store.prepare(new Map([['table/t', 'lazy-adam']]))).toThrow('no room');
    Storage.create = create;
    expect(tf.memory().numTensors).toBe(before);
    expect(await store.readMoments('table/t')).toBeNull();
    store.dispose();
  });
});
