/**
 * The towers apart: item vectors for the index, user vectors on request. What is encoded here is what is scored,
 * exported and ranked.
 */
import type { Dataset } from '../../data/dataset';
import type { Histories } from '../../data/history';
import { pastUsers, type PastUsers } from '../../data/past-users';
import { trainingPart } from '../../data/training-part';
import { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import type { UserVectors } from '../../engine/kernels/retrieval/retrieval';
import type { WeightStore } from '../../engine/optimizers/weights';
import { flush, onGpu } from '../../engine/run-kernel';
import { Submits } from '../../engine/submits';
import * as tf from '../../engine/tf';
import { Abilities } from './abilities/abilities';
import type { Given, Pass } from './abilities/ability';
import { chunkRows } from './chunk-rows';
import type { CompiledGraph, ForwardResult } from './compile';
import type { DeadUnits } from './dead-units';
import { ofUsers, type RowSet } from './feed/row-sets';
import { SideInputs } from './feed/side-inputs';
import { RecordedPass } from './recorded-pass';
import type { PortValues } from '../document/ports';

/** `windows`: in the order of `compiled.windows`. */
export interface UserRows {
  users: Uint32Array;
  events: Uint32Array;
  /** [rows] when each of them asks, in milliseconds since the epoch; Infinity behind the log. */
  moments?: Float64Array;
  history: Histories;
  windows: readonly Histories[];
}

/** Who takes what a pass tells. */
type Watch = { [N in 'probe' | 'rectified']?: Pass[N] | undefined };

/**
 * Encodes with the weights as they are at each call. Chunks have fixed shapes, so that kernels compile once and a chunk
 * is recorded once: weights change in place.
 */
export class Encoder {
  /** Rows of an item chunk. */
  readonly itemRows: number;
  private readonly userInputs: SideInputs;
  private readonly itemInputs: SideInputs;
  private readonly abilities: Abilities;
  /** Null where no node reads the users of items. */
  private readonly usersOfItems: PastUsers | null;
  private readonly recorded = {
    user: new RecordedPass(() => this.userVectors()),
    item: new RecordedPass(() => ({ vectors: this.run(this.itemInputs).item })),
  };

  /** @param userRows rows of a user chunk */
  constructor(
    private readonly compiled: CompiledGraph,
    private readonly dataset: Dataset,
    private readonly weights: WeightStore,
    readonly userRows = chunkRows(compiled, dataset, 'user'),
  ) {
    this.itemRows = chunkRows(compiled, dataset, 'item');
    this.userInputs = new SideInputs(compiled, dataset, weights, 'user', userRows);
    this.itemInputs = new SideInputs(compiled, dataset, weights, 'item', this.itemRows);
    this.abilities = new Abilities({
      compiled,
      dataset,
      rows: { user: userRows, item: this.itemRows },
      training: null,
    });
    this.usersOfItems = compiled.pastUsersLength === 0 ? null : pastUsers(dataset, trainingPart(dataset));
  }

  /** All items, with the weights of the moment: nothing comes in between. The caller disposes the index. */
  encodeItems(): ItemIndex {
    const index = new ItemIndex(this.dataset.items.length, this.compiled.indexWidth);
    for (const _ of this.itemChunks(index));
    return index;
  }

  /**
   * The same, and between any two chunks others may have a turn; who lets the weights change meanwhile has items of
   * both.
   * @param takeTurn is told the share of items that is done; where it throws, nothing stays
   */
  async encodeItemsInTurns(takeTurn: (share: number) => Promise<void>): Promise<ItemIndex> {
    const index = new ItemIndex(this.dataset.items.length, this.compiled.indexWidth);
    const submits = new Submits();
    try {
      for (const done of this.itemChunks(index)) {
        if (onGpu()) await submits.next();
        await takeTurn(done / index.rows);
      }
      return index;
    } catch (error) {
      index.dispose();
      throw error;
    }
  }

  /** Fills the index chunk by chunk, and says how many items are in it. */
  private *itemChunks(index: ItemIndex): Generator<number, void, void> {
    for (let first = 0; first < index.rows; first += this.itemRows) {
      const rows = this.writeItems(this.chunkFrom(first));
      const vectors = this.itemVectors();
      index.write(first, vectors, rows);
      vectors.dispose();
      yield first + rows;
    }
  }
  /**
   * Vectors of some items, at most a chunk: [chunk, D], padding behind. The caller disposes them.
   * @param dead takes the units of this pass
   * @throws RangeError where there are more
   */
  encodeSomeItems(items: Uint32Array, dead?: DeadUnits): tf.Tensor2D {
    if (items.length > this.itemRows) throw new RangeError(`a chunk holds ${this.itemRows} items, got ${items.length}`);
    this.writeItems(items);
    if (!dead) return this.itemVectors();
    return tf.tidy(() => tf.clone(this.run(this.itemInputs, { rectified: dead.in(this.itemRows, items.length) }).item));
  }

  /** [chunk, D] of the items last written. */
  private itemVectors(): tf.Tensor2D {
    return this.recorded.item.run().vectors as tf.Tensor2D;
  }

  /**
   * A live value of a node of the item side for all items, in parts of [rows, n] or more, padding behind.
   * @param key of the probe; the caller disposes them
   */
  itemValues(key: string): { rows: number; values: tf.Tensor2D }[] {
    const count = this.dataset.items.length;
    const starts = Array.from({ length: Math.ceil(count / this.itemRows) }, (_, chunk) => chunk * this.itemRows);
    return starts.map((first) => ({
      rows: this.writeItems(this.chunkFrom(first)),
      values: this.published(this.itemInputs, key),
    }));
  }

  /** The same of the user side, for rows of one chunk. */
  userValues(rows: UserRows, key: string): tf.Tensor2D {
    this.writeUsers(rows);
    return this.published(this.userInputs, key);
  }

  private chunkFrom(first: number): Uint32Array {
    const rows = Math.min(this.itemRows, this.dataset.items.length - first);
    return Uint32Array.from({ length: rows }, (_, at) => first + at);
  }

  /** Returns how many there are. @param rows at most a chunk */
  private writeItems(rows: Uint32Array): number {
    this.write(this.itemInputs, {
      rows,
      events: null,
      history: this.usersOfItems?.ofItems(rows, this.compiled.pastUsersLength) ?? null,
      windows: [],
    });
    return rows.length;
  }

  private writeUsers(rows: UserRows): void {
    if (rows.users.length > this.userRows)
      throw new Error(`a chunk holds ${this.userRows} users, got ${rows.users.length}`);
    this.write(this.userInputs, ofUsers(rows));
  }

  private write(inputs: SideInputs, set: RowSet): void {
    // Writes of the next chunk must not overtake the commands of this one.
    if (onGpu()) flush();
    const given: Given = { [inputs.side]: set };
    inputs.prepare(set);
    this.abilities.prepare(given);
    inputs.submit();
    this.abilities.submit(given);
  }

  private published(inputs: SideInputs, key: string): tf.Tensor2D {
    return tf.tidy(() => {
      let found: tf.Tensor | null = null;
      this.run(inputs, {
        probe: (nodeId, name, x) => {
          if (`${nodeId}/${name}` === key) found = x;
        },
      });
      return tf.reshape(found ?? missing(key), [inputs.rows, -1]) as tf.Tensor2D;
    });
  }

  /**
   * [userRows, K, D], scaled as the match scales: a score is the largest inner product of an active vector of the user
   * with the item's. One vector, and no mask, where the graph has no interests. Rows past the given ones are padding.
   * The caller disposes both.
   * @param dead takes the units of this pass
   */
  encodeUsers(rows: UserRows, dead?: DeadUnits): UserVectors {
    this.writeUsers(rows);
    const { vectors, active } = dead
      ? tf.tidy(() => this.userVectors({ rectified: dead.in(this.userRows, rows.users.length) }))
      : this.recorded.user.run();
    return { vectors: vectors as tf.Tensor3D, active: (active as tf.Tensor2D | undefined) ?? null };
  }

  private userVectors(watch: Watch = {}): { vectors: tf.Tensor; active: tf.Tensor | undefined } {
    const pairing = this.run(this.userInputs, watch);
    const { interests, active, scale } = pairing;
    // Where there are interests, one vector of the user is not to be had without an item.
    const own = interests ?? (tf.expandDims(pairing.user, 1) as tf.Tensor3D);
    // tfjs shares a factor of rank 1 behind a barrier, for which SwiftShader keeps a stack per four lanes: 1,900.
    return { vectors: tf.mul(own, tf.reshape(scale, [])), active: active && tf.clone(active) };
  }

  /**
   * The vectors of the classes of a match that has some, those of users scaled as it scales: [userRows, D] or
   * [chunk, D], padding behind. The caller disposes them. @param of users, or items, at most a chunk
   */
  classVectors(of: UserRows | Uint32Array): tf.Tensor2D {
    const isItems = of instanceof Uint32Array;
    if (isItems) this.writeItems(of);
    else this.writeUsers(of);
    return tf.tidy(() => {
      const { classMatch } = this.compiled;
      const match = classMatch && this.outputs(isItems ? this.itemInputs : this.userInputs).get(classMatch.id);
      const { user, item, scale } = (match?.['classes'] ?? missing('classes')) as PortValues['classes'];
      return isItems ? tf.clone(item) : tf.mul(user, tf.reshape(scale, []));
    });
  }

  /** An output of a node of the user side for rows of one chunk, padding behind. The caller disposes it. */
  userOutput(rows: UserRows, nodeId: string, output: string): tf.Tensor {
    this.writeUsers(rows);
    return tf.tidy(() => {
      const value = this.outputs(this.userInputs).get(nodeId)?.[output] as { values: tf.Tensor } | undefined;
      return tf.clone(value?.values ?? missing(`${nodeId}.${output}`));
    });
  }

  private run(inputs: SideInputs, watch: Watch = {}): PortValues['pairing'] {
    return (this.outputs(inputs, watch).get(this.compiled.matchNode.id)?.['pairing'] ??
      missing('pairing')) as PortValues['pairing'];
  }

  private outputs(inputs: SideInputs, { probe = null, rectified }: Watch = {}): ForwardResult['outputs'] {
    const leaves = inputs.leaves();
    const { outputs } = this.compiled.forward({
      sides: [inputs.side],
      weight: (path) => this.weights.tensor(path),
      context: this.abilities.contexts({
        training: false,
        sides: { [inputs.side]: { inputs, leaves } },
        probe,
        ...(rectified ? { rectified } : {}),
      }),
      terms: null,
    });
    leaves.dispose();
    return outputs;
  }

  dispose(): void {
    this.recorded.user.dispose();
    this.recorded.item.dispose();
    this.userInputs.dispose();
    this.itemInputs.dispose();
    this.abilities.dispose();
  }
}

function missing(what: string): never {
  throw new Error(`internal: no ${what}`);
}
