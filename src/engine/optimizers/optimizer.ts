/**
 * All updates of a training step: from the gradients of dense weights and of looked-up rows to the weights, in place,
 * nothing read back.
 */
import type * as tf from '../tf';
import { DenseUpdate } from './dense-update';
import { GlobalNorm } from './global-norm';
import { Hyperparameters, type Group } from './hyperparameters';
import { squareRows, sumSources, updateRows, type ArenaStep, type Leaf, type RowRange } from './row-update';
import type { Schedule } from './schedule';
import { TouchedBuffer } from './touched';
import { paddedRows } from './row-ranges';
import type { Arena, Place, WeightStore } from './weights';

export interface OptimizerSettings {
  /** Of how tables in halves are rounded. */
  seed: number;
  optimizers: readonly Group[];
  /** Gradients whose global norm is larger are scaled down to it; null = never. */
  clipNorm: number | null;
  schedule: Schedule;
}

/** A weight that learns; `group` is one of the settings' optimizers. */
export interface Learning {
  path: string;
  group: Group;
}

/** Slots that the lookups of an arena read, and the rows of their gradients. */
export interface ArenaReads {
  slots: number;
  leafRows: number;
}
const NOTHING: ArenaReads = { slots: 0, leafRows: 0 };

/** The touched rows of an arena, written before each step. */
export interface ArenaRows {
  arena: Arena;
  buffer: TouchedBuffer;
}

export class Optimizer {
  private readonly hyper: Hyperparameters;
  private readonly dense: DenseUpdate;
  private readonly tables: readonly ArenaStep[];
  readonly arenas: readonly ArenaRows[];
  private readonly norm: GlobalNorm | null;

  /**
   * @param reads what the lookups of a step read in each arena, at the most
   * @throws LimitError; Error when a dense weight's group asks for a rule of tables
   */
  constructor(
    weights: WeightStore,
    { seed, optimizers, clipNorm, schedule }: OptimizerSettings,
    dense: readonly Learning[],
    tables: readonly Learning[],
    reads: ReadonlyMap<Arena, ArenaReads>,
  ) {
    this.hyper = new Hyperparameters(optimizers, schedule, clipNorm, seed);
    this.dense = new DenseUpdate(
      weights,
      dense.map(({ path, group }) => ({ path, group: this.hyper.indexOf(group), rule: denseRule(path, group) })),
    );
    const placed = tables.flatMap(({ path, group }) => weights.places(path).map((place) => ({ ...place, group })));
    this.tables = [...new Set(placed.map(({ arena }) => arena))].map((arena) => {
      const own = placed.filter((place) => place.arena === arena);
      const { group } = own[0]!;
      if (own.some((other) => other.group !== group))
        throw new Error(`internal: the tables ${arena.name} learn by different groups`);
      const buffer = new TouchedBuffer(arena, reads.get(arena) ?? NOTHING, this.hyper.indexOf(group));
      return { arena, rule: group.rule, touched: buffer, learning: rangesOf(own) };
    });
    this.arenas = this.tables.map(({ arena, touched }) => ({ arena, buffer: touched }));
    this.norm =
      clipNorm === null || dense.length + tables.length === 0
        ? null
        : new GlobalNorm(this.dense.dispatches + this.tables.length);
    // Last: what it makes belongs to the weights, and stays when this is gone.
    weights.prepare(new Map([...dense, ...tables].map(({ path, group }) => [path, group.rule])));
  }

  /** Learning rates of step `step`, from 0, and bias corrections of moments that were empty before step `first`. */
  write(step: number, first = 0): void {
    this.hyper.write(step, first);
  }

  /**
   * @param dense gradients by path;
   * @param tables leaf gradients of the lookups, in the order their rows are counted in the touched rows
   */
  apply(dense: ReadonlyMap<string, tf.Tensor>, tables: ReadonlyMap<Arena, readonly Leaf[]>): void {
    const leaves = (arena: Arena): readonly Leaf[] => tables.get(arena) ?? [];
    for (const step of this.tables) sumSources(step, leaves(step.arena));
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

/**
 * The rows of some tables in their arena; neighbours are one range, with the rows between them, which are 0 and stay
 * so.
 */
function rangesOf(places: readonly Place[]): RowRange[] {
  const ranges: [number, number][] = [];
  for (const { firstRow, rows } of places.toSorted((a, b) => a.firstRow - b.firstRow)) {
    const last = ranges.at(-1);
    const end = firstRow + paddedRows(rows);
    if (last?.[1] === firstRow) last[1] = end;
    else ranges.push([firstRow, end]);
  }
  return ranges;
}
