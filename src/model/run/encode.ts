/**
 * The towers apart: item vectors for the index, user vectors on request. What is encoded here is what is scored,
 * exported and ranked.
 */
import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../../data/dataset';
import type { Histories } from '../../data/history';
import { pastUsers, type PastUsers } from '../../data/past-users';
import { trainingPart } from '../../data/training-part';
import { ItemIndex } from '../../engine/kernels/retrieval/item-index';
import type { UserVectors } from '../../engine/kernels/retrieval/retrieval';
import type { WeightStore } from '../../engine/optimizers/weights';
import { flush, onGpu } from '../../engine/run-kernel';
import { Abilities } from './abilities/abilities';
import type { Given, Pass } from './abilities/ability';
import type { CompiledGraph, ForwardResult } from './compile';
import type { DeadUnits } from './dead-units';
import type { RowSet } from './feed/row-sets';
import { SideInputs } from './feed/side-inputs';
import type { PortValues } from '../document/ports';

/** `windows`: in the order of `compiled.windows`. */
export interface UserRows {
  users: Uint32Array;
  events: Uint32Array;
  history: Histories;
  windows: readonly Histories[];
}

const ITEM_ROWS = 512;

/** Who takes what a pass tells. */
type Watch = { [N in 'probe' | 'rectified']?: Pass[N] | undefined };

/** Encodes with the weights as they are at each call; fixed shapes, so kernels compile once. */
export class Encoder {
  private readonly userInputs: SideInputs;
  private readonly itemInputs: SideInputs;
  private readonly abilities: Abilities;
  /** Null where no node reads the users of items. */
  private readonly usersOfItems: PastUsers | null;

  /** @param userRows rows of a user chunk */
  constructor(
    private readonly compiled: CompiledGraph,
    private readonly dataset: Dataset,
    private readonly weights: WeightStore,
    readonly userRows = 256,
  ) {
    this.userInputs = new SideInputs(compiled, dataset, weights, 'user', userRows);
    this.itemInputs = new SideInputs(compiled, dataset, weights, 'item', ITEM_ROWS);
    this.abilities = new Abilities({
      compiled,
      dataset,
      rows: { user: userRows, item: ITEM_ROWS },
      training: null,
    });
    this.usersOfItems = compiled.pastUsersLength === 0 ? null : pastUsers(dataset, trainingPart(dataset));
  }

  /** All items, with the weights of the moment: nothing comes in between. The caller disposes the index. */
  encodeItems(): ItemIndex {
    const count = this.dataset.items.length;
    let index: ItemIndex | null = null;
    for (let first = 0; first < count; first += ITEM_ROWS) {
      const rows = this.writeItems(from(first, count));
      const vectors = tf.tidy(() => this.run(this.itemInputs).item); // [ITEM_ROWS, D]
      index ??= new ItemIndex(count, vectors.shape[1]);
      index.write(first, vectors, rows);
      vectors.dispose();
    }
    return index ?? missing('items');
  }

  /**
   * Vectors of some items, at most a chunk: [ITEM_ROWS, D], padding behind. The caller disposes them.
   * @param dead takes the units of this pass
   * @throws RangeError where there are more
   */
  encodeSomeItems(items: Uint32Array, dead?: DeadUnits): tf.Tensor2D {
    if (items.length > ITEM_ROWS) throw new RangeError(`a chunk holds ${ITEM_ROWS} items, got ${items.length}`);
    this.writeItems(items);
    return tf.tidy(() => tf.clone(this.run(this.itemInputs, { rectified: dead?.in(ITEM_ROWS, items.length) }).item));
  }

  /**
   * A live value of a node of the item side for all items, in parts of [rows, n] or more, padding behind.
   * @param key of the probe; the caller disposes them
   */
  itemValues(key: string): { rows: number; values: tf.Tensor2D }[] {
    const count = this.dataset.items.length;
    const starts = Array.from({ length: Math.ceil(count / ITEM_ROWS) }, (_, chunk) => chunk * ITEM_ROWS);
    return starts.map((first) => ({
      rows: this.writeItems(from(first, count)),
      values: this.published(this.itemInputs, key),
    }));
  }

  /** The same of the user side, for rows of one chunk. */
  userValues(rows: UserRows, key: string): tf.Tensor2D {
    this.writeUsers(rows);
    return this.published(this.userInputs, key);
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
    this.write(this.userInputs, {
      rows: rows.users,
      events: rows.events,
      history: rows.history,
      windows: rows.windows,
    });
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
    const [vectors, active] = tf.tidy(() => {
      const pairing = this.run(this.userInputs, { rectified: dead?.in(this.userRows, rows.users.length) });
      const { interests, active } = pairing;
      const own = interests ?? (tf.expandDims(pairing.user, 1) as tf.Tensor3D);
      // tfjs shares a factor of rank 1 behind a barrier, for which SwiftShader keeps a stack per four lanes: 1,900.
      const scale = tf.reshape(pairing.scale, []);
      return [tf.mul(own, scale), active && tf.clone(active)] as [tf.Tensor3D, tf.Tensor2D | undefined];
    });
    return { vectors, active: active ?? null };
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
    this.userInputs.dispose();
    this.itemInputs.dispose();
    this.abilities.dispose();
  }
}

/** The items of the chunk that begins at `first`. */
const from = (first: number, count: number): Uint32Array =>
  Uint32Array.from({ length: Math.min(ITEM_ROWS, count - first) }, (_, i) => first + i);

function missing(what: string): never {
  throw new Error(`internal: no ${what}`);
}
