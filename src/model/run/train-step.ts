/**
 * One training step of a compiled graph: write the batch, look up, differentiate, update, push the loss. Nothing is
 * read back.
 */
import { stretchRows, type Batch } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import { dropTape } from '../../engine/differentiable';
import { encodedColumns } from '../../data/sampled-columns';
import type { LookupPart } from '../../engine/embedding/touched-rows';
import type { KernelTimes } from '../../engine/kernel-times';
import { Optimizer, type ArenaReads, type ArenaRows, type Learning } from '../../engine/optimizers/optimizer';
import type { Table } from '../../engine/optimizers/row-ranges';
import type { Arena, WeightStore } from '../../engine/optimizers/weights';
import { Ring } from '../../engine/ring';
import { storedAs } from '../../engine/storage-type';
import { Plan } from '../../engine/plan';
import { onGpu } from '../../engine/run-kernel';
import * as tf from '../../engine/tf';
import { Abilities } from './abilities/abilities';
import type { Given } from './abilities/ability';
import pairs from './abilities/pairs';
import type { CompiledGraph } from './compile';
import { leafOf, type Leaves } from './feed/leaves';
import { rowSets } from './feed/row-sets';
import { SideInputs, type LeafRows } from './feed/side-inputs';
import type { Settings, Stage } from '../document/graph';
import { initialise } from './initialise';
import { gradientNorms, gradientProbes } from './gradient-norms';
import { ProbeSummary } from './probe-summary';
import { groupOf, matchesPath } from '../document/optimizer-groups';
import { countsIn } from '../nodes/stages';

/**
 * Fresh weights of a graph, and room for what its steps keep; the tables of a side that have one width and one
 * optimizer group lie together.
 * @param valuesOf what they begin with
 */
export function addWeights(
  store: WeightStore,
  { weights, memories }: CompiledGraph,
  settings: Pick<Settings, 'seed' | 'optimizers' | 'tablePrecision'>,
  valuesOf: typeof initialise = initialise,
): void {
  const fresh = weights.map((weight) => ({
    ...weight,
    values: valuesOf(
      weight.path,
      weight.shape.reduce((a, b) => a * b, 1),
      weight.init,
      settings.seed,
    ),
  }));
  const arenas = new Map<string, Table[]>();
  for (const { path, shape, values, table } of fresh) {
    if (!table) continue;
    const [rows = 0, width = 0] = shape;
    const key = `${table} ${width} ${settings.optimizers.findIndex(({ pattern }) => matchesPath(pattern, path))}`;
    arenas.set(key, [...(arenas.get(key) ?? []), { path, shape: [rows, width], values }]);
  }
  for (const { path, shape } of memories) store.addMemory(path, shape);
  for (const tables of arenas.values()) store.addTables(tables, storedAs(tables[0]!.shape[1], settings.tablePrecision));
  store.addDense(fresh.filter(({ table }) => !table));
}

/**
 * An arena in a step: the gradients that come back for it, in the order their rows are counted, and what its tables
 * that learn read of the batch.
 */
interface ArenaUpdate {
  rows: ArenaRows;
  leaves: readonly LeafRows[];
  parts: readonly LookupPart[];
}

/** Of the leaves of one arena, one after the other. */
function partsOf(leaves: readonly LeafRows[], learns: ReadonlySet<string>): LookupPart[] {
  let first = 0;
  return leaves.flatMap(({ rows, stride, parts }) => {
    const firstRow = first;
    first += rows;
    return parts.flatMap(({ path, ...part }, f) =>
      learns.has(path) ? [{ ...part, firstRow: firstRow + f, stride }] : [],
    );
  });
}

/** Losses kept on the device between two readings. */
const RING_ROWS = 4096;

export class TrainStep {
  readonly ring: Ring;
  /** What the ring's columns are: 'loss', then the terms that count. */
  readonly columns: readonly string[];
  private readonly sides: { user: SideInputs; item: SideInputs };
  private readonly abilities: Abilities;
  private readonly optimizer: Optimizer;
  private readonly arenas: readonly ArenaUpdate[];
  private readonly dense: Learning[] = [];
  private readonly terms: (nodeId: string) => boolean;
  /** Null where there is nothing to read. */
  readonly probes: ProbeSummary | null;
  /** A step, and one that publishes its live values too. */
  private readonly plans: Record<'plain' | 'probing', Plan | null> = { plain: null, probing: null };
  /** Prepared and not yet submitted. */
  private prepared: Required<Given> | null = null;

  /**
   * @param firstStep of the stage, at which no weight has moments and nothing of earlier steps is kept
   * @throws LimitError before anything large is allocated; Error when no optimizer group takes a weight that should
   * learn
   */
  constructor(
    private readonly compiled: CompiledGraph,
    dataset: Dataset,
    private readonly weights: WeightStore,
    settings: Settings,
    stage: Stage,
    private readonly firstStep = 0,
  ) {
    const { batch, seed } = settings;
    const { candidates, everyPosition, historyLength } = compiled;
    const stretches = everyPosition ? stretchRows(dataset, batch, historyLength) : null;
    const rows = {
      user: batch,
      item: candidates ? batch * candidates.each : batch + encodedColumns(compiled.sampled),
    };
    this.sides = {
      user: new SideInputs(compiled, dataset, weights, 'user', rows.user, stretches ?? rows.user),
      item: new SideInputs(compiled, dataset, weights, 'item', rows.item),
    };
    const memoryOf = (path: string) => weights.memory(path);
    this.abilities = new Abilities({
      compiled,
      dataset,
      rows,
      training: { batch, seed, stretches, firstStep, memoryOf },
    });
    this.terms = (nodeId) => countsIn(stage, nodeId);
    this.columns = ['loss', ...compiled.objectives.filter(this.terms)];
    this.ring = new Ring('loss', this.columns.length, RING_ROWS);
    const leaves = [...this.sides.user.leafRows(), ...this.sides.item.leafRows()];
    const read = new Set(leaves.flatMap(({ parts }) => parts.map(({ path }) => path)));
    const tables: Learning[] = [];
    for (const { path, table } of compiled.weights) {
      if (!stage.trainable.some((pattern) => matchesPath(pattern, path)) || (table && !read.has(path))) continue;
      (table ? tables : this.dense).push({ path, group: groupOf(settings, path) });
    }
    const objectives = new Set(compiled.objectives);
    const probes = [
      ...compiled.probes.filter(({ nodeId }) => !objectives.has(nodeId) || this.terms(nodeId)),
      ...gradientProbes(this.dense.map(({ path }) => path)),
    ];
    this.probes = probes.length === 0 ? null : new ProbeSummary(probes);
    const learns = new Set(tables.map(({ path }) => path));
    const reads = new Map<Arena, ArenaReads>();
    for (const { arena, slots, rows: leafRows } of leaves) {
      const before = reads.get(arena) ?? { slots: 0, leafRows: 0 };
      reads.set(arena, { slots: before.slots + slots, leafRows: before.leafRows + leafRows });
    }
    this.optimizer = new Optimizer(weights, settings, this.dense, tables, reads);
    this.arenas = this.optimizer.arenas.map((rows) => {
      const own = leaves.filter(({ arena }) => arena === rows.arena);
      return { rows, leaves: own, parts: partsOf(own, learns) };
    });
  }

  /**
   * Runs step `batch.step` (0-based).
   * @param probing whether `probes` takes this step's live values; it learns the same either way
   * @param times takes how long each kernel is, unless the step is recorded
   */
  run(batch: Batch, probing = false, times: KernelTimes | null = null): void {
    this.prepare(batch);
    this.submit(probing, times);
  }

  /** All of a step's work that needs no device: ids gathered, rows grouped. */
  prepare(batch: Batch): void {
    const prepared = { ...rowSets(batch, this.compiled), batch };
    this.prepared = prepared;
    this.sides.user.prepare(prepared.user);
    this.sides.item.prepare(prepared.item);
    this.abilities.prepare(prepared);
    for (const {
      rows: { buffer },
      parts,
    } of this.arenas)
      buffer.prepare(parts);
  }

  /** Runs the step that was prepared. */
  submit(probing = false, times: KernelTimes | null = null): void {
    const { prepared } = this;
    if (!prepared) throw new Error('internal: no step was prepared');
    this.prepared = null;
    this.sides.user.submit();
    this.sides.item.submit();
    for (const {
      rows: { buffer },
    } of this.arenas)
      buffer.submit();
    this.abilities.submit(prepared);
    this.optimizer.write(prepared.batch.step, this.firstStep);
    const kind = probing && this.probes ? 'probing' : 'plain';
    if (!onGpu()) {
      this.compute(kind === 'probing');
    } else if (this.plans[kind]) {
      this.plans[kind].replay(times);
      this.ring.notePush();
    } else {
      const { plain, probing } = this.plans;
      this.plans[kind] = Plan.record(() => this.compute(kind === 'probing'), plain ?? probing);
    }
  }

  /**
   * Loss, terms and the gradients of the batch last submitted; tensors and what the pools were summed by are the
   * caller's.
   * @param published takes live values
   */
  private differentiate(published: Map<string, tf.Tensor> | null) {
    const { compiled, weights, sides } = this;
    const scope = tf.engine();
    const terms: tf.Scalar[] = [];
    const kept: Leaves[] = [];
    scope.startScope('differentiate');
    try {
      const leaves = { user: sides.user.leaves(), item: sides.item.leaves() };
      kept.push(leaves.user, leaves.item);
      const inputs = new Map([
        ...leaves.user.tensors,
        ...leaves.item.tensors,
        ...this.dense.map(({ path }) => [path, weights.tensor(path)] as const),
      ]);
      const context = this.abilities.contexts({
        training: true,
        learns: (path) => inputs.has(path),
        sides: {
          user: { inputs: sides.user, leaves: leaves.user },
          item: { inputs: sides.item, leaves: leaves.item },
        },
        probe: published && ((nodeId, name, x) => void published.set(`${nodeId}/${name}`, tf.keep(tf.clone(x)))),
      });
      const { value, grads } = scope.gradients(
        () => {
          const result = compiled.forward({
            sides: ['user', 'item'],
            weight: (path) => weights.tensor(path),
            context,
            terms: this.terms,
          });
          for (const name of this.columns.slice(1)) terms.push(tf.keep(known(result.terms, name)));
          return result.loss;
        },
        [...inputs.values()],
        undefined,
        true,
      );
      const gradients = new Map(
        [...inputs].map(([name, input], i) => [name, tf.keep(grads[i] ?? tf.zerosLike(input))]),
      );
      return { loss: tf.keep(value as tf.Scalar), terms, gradients, leaves };
    } catch (error) {
      dropTape();
      for (const tensor of [...terms, ...(published?.values() ?? [])]) tensor.dispose();
      for (const leaves of kept) leaves.dispose();
      throw error;
    } finally {
      scope.endScope();
    }
  }

  private compute(probing: boolean): void {
    const published = probing ? new Map<string, tf.Tensor>() : null;
    const { loss, terms, gradients, leaves: sides } = this.differentiate(published);
    const shares = new Map([...sides.user.shares, ...sides.item.shares]);
    try {
      if (published) {
        const { realColumn } = this.abilities.feedOf(pairs).pairs;
        const dense = this.dense.map(({ path }) => [path, known(gradients, path)] as const);
        for (const [key, norm] of Object.entries(gradientNorms(dense))) published.set(key, norm);
        this.probes?.take(published, realColumn, {
          sampled: encodedColumns(this.compiled.sampled),
          candidates: this.compiled.candidates?.each ?? 1,
        });
      }
      tf.tidy(() => {
        this.optimizer.apply(
          gradients,
          new Map(
            this.arenas.map(({ rows: { arena }, leaves }) => [
              arena,
              leaves.map(({ node }) => leafOf(node, gradients, shares)),
            ]),
          ),
        );
        this.ring.push([loss, ...terms]);
      });
    } finally {
      for (const tensor of [loss, ...terms, ...gradients.values(), ...(published?.values() ?? [])]) tensor.dispose();
      sides.user.dispose();
      sides.item.dispose();
    }
  }

  dispose(): void {
    this.plans.plain?.dispose();
    this.plans.probing?.dispose();
    this.probes?.dispose();
    this.sides.user.dispose();
    this.sides.item.dispose();
    this.abilities.dispose();
    this.ring.dispose();
    this.optimizer.dispose();
  }
}

function known<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined)
    throw new Error(`internal: nothing under "${String(key)}"; known: ${[...map.keys()].map(String).join(', ')}`);
  return value;
}
