/** All updates of a training step: from the gradients of dense weights and of looked-up rows to the weights, in place, nothing read back. */
import type * as tf from '@tensorflow/tfjs';
import { DenseUpdate } from './dense-update';
import { GlobalNorm } from './global-norm';
import { Hyperparameters } from './hyperparameters';
import type { Group } from './hyperparameters';
import { squareRows, updateRows } from './row-update';
import type { ArenaStep, Leaf } from './row-update';
import type { Schedule } from './schedule';
import { TouchedBuffer } from './touched';
import type { Arena, WeightStore } from './weights';

export interface OptimizerSettings {
  optimizers: readonly Group[];
  /** Gradients whose global norm is larger are scaled down to it; null = never. */
  clipNorm: number | null;
  schedule: Schedule;
}

/** A weight that learns; `group` is one of the settings' optimizers. */
export interface Learning { path: string; group: Group }

/** The touched rows of an arena, written before each step. */
export interface ArenaRows {
  arena: Arena;
  buffer: TouchedBuffer;
  /** Rows that have to be listed even where nothing touched them, in this order; null = none. */
  every: Uint32Array | null;
}

export class Optimizer {
  private readonly hyper: Hyperparameters;
  private readonly dense: DenseUpdate;
  private readonly tables: readonly ArenaStep[];
  readonly arenas: readonly ArenaRows[];
  private readonly norm: GlobalNorm | null;

  /**
   * @param slots how many slots the lookups of a step read in each arena
   * @throws LimitError; Error when a dense weight's group asks for a rule of tables
   */
  constructor(weights: WeightStore, { optimizers, clipNorm, schedule }: OptimizerSettings, dense: readonly Learning[], tables: readonly Learning[], slots: ReadonlyMap<Arena, number>) {
    this.hyper = new Hyperparameters(optimizers, schedule, clipNorm);
    this.dense = new DenseUpdate(weights, dense.map(({ path, group }) => ({ path, group: this.hyper.indexOf(group), rule: denseRule(path, group) })));
    this.arenas = [...new Set(tables.map(({ path }) => weights.place(path).arena))].map((arena) => {
      const own = tables.filter(({ path }) => weights.place(path).arena === arena);
      const [{ group }] = own as [Learning];
      if (own.some((other) => other.group !== group)) throw new Error(`internal: the tables ${arena.name} learn by different groups`);
      const every = group.rule === 'adam' ? rowsOf(weights, own) : null;
      const read = slots.get(arena) ?? 0;
      return { arena, every, buffer: new TouchedBuffer(arena.name, every ? every.length : Math.min(arena.rows, read), read, this.hyper.indexOf(group)) };
    });
    this.tables = this.arenas.map(({ arena, buffer }) => ({ arena, rule: optimizers[buffer.group]!.rule, touched: buffer }));
    this.norm = clipNorm === null || dense.length + tables.length === 0 ? null : new GlobalNorm(this.dense.dispatches + this.tables.length);
    // Last: what it makes belongs to the weights, and stays when this is gone.
    weights.prepare(new Map([...dense, ...tables].map(({ path, group }) => [path, group.rule])));
  }

  /** Learning rates and bias corrections of step `step`, from 0. */
  write(step: number): void {
    this.hyper.write(step);
  }

  /** @param dense gradients by path; @param tables leaf gradients of the lookups, in the order their rows are counted in the touched rows */
  apply(dense: ReadonlyMap<string, tf.Tensor>, tables: ReadonlyMap<Arena, readonly Leaf[]>): void {
    const leaves = (arena: Arena): readonly Leaf[] => tables.get(arena) ?? [];
    if (this.norm) {
      const { parts } = this.norm;
      this.dense.square(dense, parts);
      this.tables.forEach((step, i) => squareRows(step, leaves(step.arena), parts[this.dense.dispatches + i]!));
      this.norm.finish(this.hyper);
    }
    this.dense.update(dense, this.hyper);
    for (const step of this.tables) updateRows(step, leaves(step.arena), this.hyper);
  }

  dispose(): void {
    this.hyper.dispose();
    this.dense.dispose();
    this.norm?.dispose();
    for (const { touched } of this.tables) touched.dispose();
  }
}

/** Every row of a dense weight is touched in every step: lazy Adam is Adam there. */
function denseRule(path: string, { rule }: Group): 'adam' | 'sgd' {
  if (rule === 'row-adagrad') throw new Error(`"${path}" is no table: ${rule} cannot update it`);
  return rule === 'sgd' ? 'sgd' : 'adam';
}

/** All arena rows of some tables, ascending. */
function rowsOf(weights: WeightStore, tables: readonly Learning[]): Uint32Array {
  return Uint32Array.from(tables.flatMap(({ path }) => {
    const { firstRow } = weights.place(path);
    return Array.from({ length: weights.shape(path)[0] ?? 0 }, (_, row) => firstRow + row);
  })).sort();
}
