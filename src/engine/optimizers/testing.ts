/**
 * For tests: a small model's weights and the gradients of every step, given, so that our updates and another program's
 * start from the same numbers.
 */
import { partOf } from '../embedding/testing';
import type { LookupPart } from '../embedding/touched-rows';
import { Plan } from '../plan';
import { onGpu } from '../run-kernel';
import { Storage } from '../storage';
import { storedAs } from '../storage-type';
import { numbers } from '../testing';
import { Optimizer, type ArenaReads, type Learning } from './optimizer';
import type { Group } from './hyperparameters';
import type { Schedule } from './schedule';
import type { Leaf } from './row-update';
import { WeightStore, type Arena } from './weights';

export interface Trial {
  tables: Group;
  dense: Group;
  clipNorm: number | null;
  schedule: Schedule;
  steps: number;
  /** Whether tables that can be are stored in halves. */
  halves?: boolean;
}

/** Of slots that count, where a lookup has weights. */
const WEIGHT = 0.5;

/** A part of a table's lookups: `slots` ids per row; weight 0 is padding. */
interface Lookup {
  rows: number;
  slots: number;
  weighted: boolean;
}
export interface TableOfTrial {
  path: string;
  rows: number;
  width: number;
  lookups: readonly Lookup[];
  scale?: number;
}

/**
 * Lanes of four and of one, columns that are no power of two or more than a workgroup, a single row, a table larger
 * than what a step touches, one and two leaves, and gradients (times `scale`) so small that it shows where a rule adds
 * its epsilon.
 */
export const TABLES: readonly TableOfTrial[] = [
  {
    path: 'table/a',
    rows: 9,
    width: 8,
    lookups: [
      { rows: 12, slots: 1, weighted: false },
      { rows: 4, slots: 3, weighted: true },
    ],
  },
  { path: 'table/b', rows: 1, width: 3, lookups: [{ rows: 6, slots: 1, weighted: false }] },
  { path: 'table/c', rows: 40, width: 12, lookups: [{ rows: 10, slots: 1, weighted: false }] },
  // In one arena with the first.
  { path: 'table/f', rows: 30, width: 8, lookups: [{ rows: 9, slots: 1, weighted: false }] },
  { path: 'table/e', rows: 6, width: 70, lookups: [{ rows: 8, slots: 1, weighted: false }] },
  { path: 'table/d', rows: 5, width: 4, lookups: [{ rows: 7, slots: 1, weighted: false }], scale: 1e-8 },
];
/** Sizes that are no multiple of four or of 64, and a scalar. */
export const DENSE: readonly { path: string; shape: readonly number[]; scale?: number }[] = [
  { path: 'user/w', shape: [5, 6] },
  { path: 'user/b', shape: [6] },
  { path: 'match/scale', shape: [] },
  { path: 'item/w', shape: [7, 33] },
  { path: 'item/b', shape: [33], scale: 1e-8 },
];
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export const startOf = (path: string, size: number): Float32Array => numbers(size, path.length * 7 + size);

/**
 * Gradients of step `step`: large ones every third step, so that clipping has something to do and something to leave.
 */
export function gradientsOf(step: number) {
  const size = step % 3 === 0 ? 3 : 0.1;
  const random = (count: number, seed: number, scale = 1): Float32Array =>
    numbers(count, 1000 * (step + 1) + seed).map((x) => size * scale * x);
  const dense = new Map(DENSE.map(({ path, shape, scale }, i) => [path, random(sizeOf(shape), i, scale)]));
  const tables = new Map(
    TABLES.map(({ path, rows, width, lookups, scale }, t) => [
      path,
      lookups.map((lookup, l) => {
        const slots = lookup.rows * lookup.slots;
        const ids = Uint32Array.from(random(slots, 20 + 5 * t + l), (x) => Math.floor(((x / size + 1) / 2) * rows));
        // The first and the last row in every step; in every fifth step all slots read one row.
        ids.set([0, rows - 1]);
        if (step % 5 === 4) ids.fill(step % rows);
        // A padded slot has an id like any other.
        const weights = lookup.weighted ? Float32Array.from(ids, (_, i) => (i % 3 === 2 ? 0 : WEIGHT)) : null;
        return { ids, weights, slots: lookup.slots, gradient: random(lookup.rows * width, 40 + 5 * t + l, scale) };
      }),
    ]),
  );
  return { dense, tables };
}

/** The tables, those of one width in one arena, and the dense weights, at their starts. */
function storeOfTrial({ halves = false }: Trial): WeightStore {
  const store = new WeightStore();
  for (const width of new Set(TABLES.map((table) => table.width))) {
    store.addTables(
      TABLES.filter((table) => table.width === width).map(({ path, rows }) => ({
        path,
        shape: [rows, width],
        values: startOf(path, rows * width),
      })),
      storedAs(width, halves ? 'float16' : 'float32'),
    );
  }
  store.addDense(DENSE.map(({ path, shape }) => ({ path, shape, values: startOf(path, sizeOf(shape)) })));
  return store;
}

function optimizerOfTrial(store: WeightStore, { tables, dense, clipNorm, schedule }: Trial): Optimizer {
  const learning = (group: Group, paths: readonly { path: string }[]): Learning[] =>
    paths.map(({ path }) => ({ path, group }));
  const reads = new Map<Arena, ArenaReads>();
  for (const { path, lookups } of TABLES) {
    const { arena } = store.places(path)[0]!;
    const before = reads.get(arena) ?? { slots: 0, leafRows: 0 };
    reads.set(arena, {
      slots: lookups.reduce((sum, { rows, slots: each }) => sum + rows * each, before.slots),
      leafRows: lookups.reduce((sum, { rows }) => sum + rows, before.leafRows),
    });
  }
  return new Optimizer(
    store,
    { seed: 1, optimizers: [tables, dense], clipNorm, schedule },
    learning(dense, DENSE),
    learning(tables, TABLES),
    reads,
  );
}

/** Where the gradients of a step stand on the device, and how they get there and into the weights. */
function gradientsOfTrial(store: WeightStore, optimizer: Optimizer) {
  const denseGradients = new Map(
    DENSE.map(({ path, shape }) => [path, Storage.create(`gradient of ${path}`, shape, 'float32')]),
  );
  const leaves = new Map(
    TABLES.map(({ path, width, lookups }) => [
      path,
      lookups.map(({ rows }) => Storage.create(`leaf of ${path}`, [rows, width], 'float32')),
    ]),
  );
  const inArena = (arena: Arena) => TABLES.filter(({ path }) => store.places(path)[0]!.arena === arena);
  const leavesOf = (arena: Arena): Leaf[] =>
    inArena(arena).flatMap(({ path, lookups }) =>
      lookups.map(({ rows }, l) => ({ gradient: leaves.get(path)![l]!.tensor, rows })),
    );
  return {
    write(step: number): void {
      const given = gradientsOf(step);
      for (const [path, storage] of denseGradients) storage.write(given.dense.get(path)!);
      for (const { arena, buffer } of optimizer.arenas) {
        let firstRow = 0;
        const parts = inArena(arena).flatMap(({ path }) =>
          given.tables.get(path)!.map(({ gradient, ids, slots, weights }, l): LookupPart => {
            // The twin weighs slots; here an owner's slots have equal weights, which are in the gradient already.
            leaves.get(path)![l]!.write(weights ? gradient.map((g) => WEIGHT * g) : gradient);
            const { rows } = TABLES.find((table) => table.path === path)!.lookups[l]!;
            const used = ids.filter((_, slot) => weights?.[slot] !== 0);
            const start = Uint32Array.from({ length: rows + 1 }, (_, row) =>
              ids.subarray(0, row * slots).reduce((n, _id, slot) => n + (weights?.[slot] === 0 ? 0 : 1), 0),
            );
            const part = partOf(Array<number>(rows).fill(0), null, {
              slots: { start, ids: used, weight: null },
              arenaRow: store.places(path)[0]!.firstRow,
              firstRow,
            });
            firstRow += rows;
            return part;
          }),
        );
        buffer.prepare(parts);
        buffer.submit();
      }
    },
    apply: () =>
      optimizer.apply(
        new Map([...denseGradients].map(([path, { tensor }]) => [path, tensor])),
        new Map(optimizer.arenas.map(({ arena }) => [arena, leavesOf(arena)])),
      ),
    dispose(): void {
      for (const storage of [...denseGradients.values(), ...[...leaves.values()].flat()]) storage.dispose();
    },
  };
}

/**
 * Runs the trial on the backend of the moment, recorded and replayed where it is WebGPU; values and what the rules
 * keep, by path.
 */
export async function runTrial(
  trial: Trial,
): Promise<{ values: Map<string, Float32Array>; state: Map<string, Float32Array[]>; dispatches: number }> {
  const store = storeOfTrial(trial);
  const optimizer = optimizerOfTrial(store, trial);
  const gradients = gradientsOfTrial(store, optimizer);
  let plan: Plan | null = null;
  for (let step = 0; step < trial.steps; step++) {
    gradients.write(step);
    optimizer.write(step);
    if (!onGpu()) gradients.apply();
    else if (plan) plan.replay();
    else plan = Plan.record(gradients.apply);
  }
  const values = new Map<string, Float32Array>();
  const state = new Map<string, Float32Array[]>();
  for (const path of store.paths) {
    values.set(path, await store.read(path));
    state.set(path, (await store.readMoments(path)) ?? []);
  }
  const dispatches = plan?.dispatches ?? 0;
  plan?.dispose();
  optimizer.dispose();
  store.dispose();
  gradients.dispose();
  return { values, state, dispatches };
}
