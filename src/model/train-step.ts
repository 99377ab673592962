/** One training step of a compiled graph: write the batch, look up, differentiate, update, push the loss. Nothing is read back. */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import type { Dataset } from '../data/dataset';
import { touchedRows } from '../engine/embedding/reference';
import { counterUniform } from '../engine/kernels/counter-uniform/counter-uniform';
import { streamOf } from '../engine/kernels/counter-uniform/reference';
import { Optimizer } from '../engine/optimizers/optimizer';
import type { Learning } from '../engine/optimizers/optimizer';
import type { WeightStore } from '../engine/optimizers/weights';
import { Ring } from '../engine/ring';
import { Plan } from '../engine/plan';
import { onGpu } from '../engine/run-kernel';
import { Storage } from '../engine/storage';
import { tablePath } from './compile';
import type { CompiledGraph } from './compile';
import { PairInputs, SideInputs, rowSets } from './feed';
import type { Settings, Stage } from './graph';
import { initialise } from './initialise';
import { groupOf, matchesPath } from './settings';

/** Fresh weights of a graph. */
export function addWeights(store: WeightStore, compiled: CompiledGraph, seed: number): void {
  const fresh = (isTables: boolean) => compiled.weights.filter(({ isTable }) => isTable === isTables)
    .map(({ path, shape, init }) => ({ path, shape, values: initialise(path, shape.reduce((a, b) => a * b, 1), init, seed) }));
  for (const { path, shape, values } of fresh(true)) store.addTable(path, shape, values);
  store.addDense(fresh(false));
}

interface TableUpdate { path: string; keys: string[]; counts: Uint32Array }

/** Losses kept on the device between two readings. */
const RING_ROWS = 4096;

export class TrainStep {
  readonly ring: Ring;
  /** What the ring's columns are: 'loss', then the terms that count. */
  readonly columns: readonly string[];
  private readonly sides: { user: SideInputs; item: SideInputs };
  private readonly pairs: PairInputs;
  /** [1] step number, read by counter-based draws. */
  private readonly stepNumber: Storage;
  private readonly optimizer: Optimizer;
  private readonly tables: TableUpdate[] = [];
  private readonly dense: Learning[] = [];
  private readonly terms: (nodeId: string) => boolean;
  private plan: Plan | null = null;

  /** @throws LimitError before anything large is allocated; Error when no optimizer group takes a weight that should learn */
  constructor(private readonly compiled: CompiledGraph, dataset: Dataset, private readonly weights: WeightStore, private readonly settings: Settings, stage: Stage) {
    const { batch } = settings;
    this.sides = { user: new SideInputs(compiled, dataset, 'user', batch), item: new SideInputs(compiled, dataset, 'item', batch) };
    this.pairs = new PairInputs(batch);
    this.stepNumber = Storage.create('step number', [1], 'int32');
    this.terms = (nodeId) => stage.terms.some((pattern) => matchesPath(pattern, nodeId));
    this.columns = ['loss', ...compiled.objectives.filter(this.terms)];
    this.ring = new Ring('loss', this.columns.length, RING_ROWS);

    const tables: (Learning & { slots: number })[] = [];
    for (const { path, isTable, shape } of compiled.weights) {
      if (!stage.trainable.some((pattern) => matchesPath(pattern, path))) continue;
      const group = groupOf(settings, path);
      if (!isTable) {
        this.dense.push({ path, group });
        continue;
      }
      const own = this.partsOf(path);
      if (own.length === 0) continue;
      tables.push({ path, group, slots: own.reduce((sum, { part }) => sum + part.ids.length, 0) });
      this.tables.push({ path, keys: own.map(({ key }) => key), counts: new Uint32Array(shape[0] ?? 0) });
    }
    this.optimizer = new Optimizer(weights, settings, this.dense, tables);
  }

  /** Runs step `batch.step` (0-based). */
  run(batch: Batch): void {
    this.write(batch);
    if (!onGpu()) {
      this.compute();
    } else if (this.plan) {
      this.plan.replay();
      this.ring.notePush();
    } else {
      this.plan = Plan.record(() => this.compute());
    }
  }

  /** What the lookups of a table read, the one with the most rows first. */
  private partsOf(path: string) {
    const parts = [...this.sides.user.parts(), ...this.sides.item.parts()];
    return parts.filter(({ table }) => tablePath(table) === path).sort((a, b) => b.rows - a.rows);
  }

  private write(batch: Batch): void {
    const sets = rowSets(batch, this.compiled.historyLength);
    this.sides.user.write(sets.user);
    this.sides.item.write(sets.item);
    if (this.pairs.write(batch)) {
      // The recorded dispatches bind the lists that were.
      this.plan?.dispose();
      this.plan = null;
    }
    this.stepNumber.write(Uint32Array.of(batch.step));
    this.optimizer.write(batch.step);
    for (const { path, counts } of this.tables) {
      let firstRow = 0;
      const own = this.partsOf(path).map(({ part, rows }) => {
        const placed = { ...part, firstRow };
        firstRow += rows;
        return placed;
      });
      const { buffer, every } = this.optimizer.touched(path);
      buffer.write(touchedRows(own, counts, every));
    }
  }

  /** The gradient of every weight that learns for the batch last written, by path; leaf gradients of tables by lookup key. The caller disposes them. */
  differentiate(): { loss: tf.Scalar; terms: tf.Scalar[]; gradients: Map<string, tf.Tensor> } {
    const { compiled, weights, sides } = this;
    const scope = tf.engine();
    scope.startScope('differentiate');
    try {
      const leaves = new Map([...sides.user.lookUp(weights), ...sides.item.lookUp(weights)]);
      const inputs = new Map([...leaves, ...this.dense.map(({ path }) => [path, weights.tensor(path)] as const)]);
      const terms: tf.Scalar[] = [];
      const { value, grads } = scope.gradients(() => {
        const result = compiled.forward({
          sides: ['user', 'item'],
          training: true,
          weight: (path) => weights.tensor(path),
          lookup: (key) => known(leaves, key),
          history: (length) => sides.user.history(length),
          uniform: (nodeId, name, shape) => counterUniform(shape, streamOf(nodeId, name), this.settings.seed, this.stepNumber),
          pairs: this.pairs.pairs,
          terms: this.terms,
        });
        for (const name of this.columns.slice(1)) terms.push(tf.keep(known(result.terms, name)));
        return result.loss;
      }, [...inputs.values()], undefined, true);
      const gradients = new Map([...inputs].map(([name, input], i) => [name, tf.keep(grads[i] ?? tf.zerosLike(input))]));
      return { loss: tf.keep(value as tf.Scalar), terms, gradients };
    } finally {
      scope.endScope();
    }
  }

  private compute(): void {
    const { loss, terms, gradients } = this.differentiate();
    tf.tidy(() => {
      const leaves = new Map(this.tables.map(({ path, keys }) => {
        const width = this.weights.shape(path)[1] ?? 0;
        // The largest leaf (a history's) is read where it lies; the others are small enough to put together.
        const [largest, ...others] = keys.map((key) => known(gradients, key).reshape([-1, width]));
        const rest = others.length > 1 ? [tf.concat(others, 0)] : others;
        return [path, [...(largest ? [largest] : []), ...rest]] as const;
      }));
      this.optimizer.apply(gradients, leaves);
      this.ring.push([loss, ...terms]);
    });
    loss.dispose();
    for (const term of terms) term.dispose();
    for (const gradient of gradients.values()) gradient.dispose();
  }

  dispose(): void {
    this.plan?.dispose();
    this.sides.user.dispose();
    this.sides.item.dispose();
    this.pairs.dispose();
    this.stepNumber.dispose();
    this.ring.dispose();
    this.optimizer.dispose();
  }
}

function known<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`internal: nothing under "${String(key)}"; known: ${[...map.keys()].map(String).join(', ')}`);
  return value;
}
