/** All updates of a training step: from the gradients of dense weights and of looked-up rows to the weights, in place, nothing read back. */
import type * as tf from '@tensorflow/tfjs';
import { DenseUpdate } from './dense-update';
import { GlobalNorm } from './global-norm';
import { Hyperparameters } from './hyperparameters';
import type { Group } from './hyperparameters';
import { squareRows, updateRows } from './row-update';
import type { Leaves, TableStep } from './row-update';
import type { Schedule } from './schedule';
import { TouchedBuffer } from './touched';
import type { WeightStore } from './weights';

export interface OptimizerSettings {
  optimizers: readonly Group[];
  /** Gradients whose global norm is larger are scaled down to it; null = never. */
  clipNorm: number | null;
  schedule: Schedule;
}

/** A weight that learns; `group` is one of the settings' optimizers. */
export interface Learning { path: string; group: Group }

export class Optimizer {
  private readonly hyper: Hyperparameters;
  private readonly dense: DenseUpdate;
  private readonly tables: readonly TableStep[];
  private readonly norm: GlobalNorm | null;

  /**
   * @param tables with the slots their lookups read in a step
   * @throws LimitError; Error when a dense weight's group asks for a rule of tables
   */
  constructor(private readonly weights: WeightStore, { optimizers, clipNorm, schedule }: OptimizerSettings, dense: readonly Learning[], tables: readonly (Learning & { slots: number })[]) {
    this.hyper = new Hyperparameters(optimizers, schedule, clipNorm);
    this.dense = new DenseUpdate(weights, dense.map(({ path, group }) => ({ path, group: this.hyper.indexOf(group), rule: denseRule(path, group) })));
    this.tables = tables.map(({ path, group, slots }) => {
      const rows = weights.shape(path)[0] ?? 0;
      const most = group.rule === 'adam' ? rows : Math.min(rows, slots);
      return { path, rule: group.rule, touched: new TouchedBuffer(path, most, slots, this.hyper.indexOf(group)) };
    });
    this.norm = clipNorm === null || dense.length + tables.length === 0 ? null : new GlobalNorm(this.dense.dispatches + tables.length);
    // Last: what it makes belongs to the weights, and stays when this is gone.
    weights.prepare(new Map([...dense, ...tables].map(({ path, group }) => [path, group.rule])));
  }

  /** Where the touched rows of a table are written before each step; `every`: all of its rows have to be listed. */
  touched(path: string): { buffer: TouchedBuffer; every: boolean } {
    const table = this.tables.find((own) => own.path === path);
    if (!table) throw new Error(`internal: the table "${path}" does not learn`);
    return { buffer: table.touched, every: table.rule === 'adam' };
  }

  /** Learning rates and bias corrections of step `step`, from 0. */
  write(step: number): void {
    this.hyper.write(step);
  }

  /** @param dense gradients by path; @param tables leaf gradients of the lookups, by path of the table */
  apply(dense: ReadonlyMap<string, tf.Tensor>, tables: ReadonlyMap<string, Leaves>): void {
    const leaves = (path: string): Leaves => tables.get(path) ?? [];
    if (this.norm) {
      const { parts } = this.norm;
      this.dense.square(dense, parts);
      this.tables.forEach((table, i) => squareRows(this.weights, table, leaves(table.path), parts[this.dense.dispatches + i]!));
      this.norm.finish(this.hyper);
    }
    this.dense.update(dense, this.hyper);
    for (const table of this.tables) updateRows(this.weights, table, leaves(table.path), this.hyper);
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
