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
      const rows = this.writeItems(first);
      const vectors = tf.tidy(() => this.run(this.itemInputs).item); // [ITEM_ROWS, D]
      index ??= new ItemIndex(count, vectors.shape[1]);
      index.write(first, vectors, rows);
      vectors.dispose();
    }
    return index ?? missing('items');
  }

  /**
   * A live value of a node of the item side for all items, in parts of [rows, n] or more, padding behind.
   * @param key of the probe; the caller disposes them
   */
  itemValues(key: string): { rows: number; values: tf.Tensor2D }[] {
    const starts = Array.from(
      { length: Math.ceil(this.dataset.items.length / ITEM_ROWS) },
      (_, chunk) => chunk * ITEM_ROWS,
    );
    return starts.map((first) => ({ rows: this.writeItems(first), values: this.published(this.itemInputs, key) }));
  }

  /** The same of the user side, for rows of one chunk. */
  userValues(rows: UserRows, key: string): tf.Tensor2D {
    this.writeUsers(rows);
    return this.published(this.userInputs, key);
  }

  /** [ITEM_ROWS, D] vectors of some items, at most ITEM_ROWS, padding behind. The caller disposes it. */
  encodeSome(items: Uint32Array): tf.Tensor2D {
    this.writeItemRows(items);
    return tf.tidy(() => this.run(this.itemInputs).item) as tf.Tensor2D;
  }

  /** Returns how many items there are from `first` on, at most a chunk. */
  private writeItems(first: number): number {
    const rows = Uint32Array.from(
      { length: Math.min(ITEM_ROWS, this.dataset.items.length - first) },
      (_, i) => first + i,
    );
    this.writeItemRows(rows);
    return rows.length;
  }

  private writeItemRows(rows: Uint32Array): void {
    this.write(this.itemInputs, {
      rows,
      events: null,
      history: this.usersOfItems?.ofItems(rows, this.compiled.pastUsersLength) ?? null,
      windows: [],
    });
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
      this.run(inputs, (nodeId, name, x) => {
        if (`${nodeId}/${name}` === key) found = x;
      });
      return tf.reshape(found ?? missing(key), [inputs.rows, -1]) as tf.Tensor2D;
    });
  }

  /**
   * [userRows, K, D], scaled as the match scales: a score is the largest inner product of an active vector of the user
   * with the item's. One vector, and no mask, where the graph has no interests. Rows past the given ones are padding.
   * The caller disposes both.
   */
  encodeUsers(rows: UserRows): UserVectors {
    this.writeUsers(rows);
    const [vectors, active] = tf.tidy(() => {
      const pairing = this.run(this.userInputs);
      const { interests, active } = pairing;
      const own = interests ?? (tf.expandDims(pairing.user, 1) as tf.Tensor3D);
      return [tf.mul(own, pairing.scale), active && tf.clone(active)] as [tf.Tensor3D, tf.Tensor2D | undefined];
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

  private run(inputs: SideInputs, probe: Pass['probe'] = null): PortValues['pairing'] {
    return (this.outputs(inputs, probe).get(this.compiled.matchNode.id)?.['pairing'] ??
      missing('pairing')) as PortValues['pairing'];
  }

  private outputs(inputs: SideInputs, probe: Pass['probe'] = null): ForwardResult['outputs'] {
    const leaves = inputs.leaves();
    const { outputs } = this.compiled.forward({
      sides: [inputs.side],
      weight: (path) => this.weights.tensor(path),
      context: this.abilities.contexts({ training: false, sides: { [inputs.side]: { inputs, leaves } }, probe }),
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

function missing(what: string): never {
  throw new Error(`internal: no ${what}`);
}
