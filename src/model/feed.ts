/** From rows of a data set to the fixed buffers a compiled graph reads: ids and weights of every lookup, histories, and what the objectives need. */
import type * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import type { Dataset, Field } from '../data/dataset';
import type { Histories } from '../data/history';
import { packHits } from '../engine/kernels/in-batch-softmax/hits';
import { lookup } from '../engine/embedding/lookup';
import type { LookupPart } from '../engine/embedding/reference';
import type { WeightStore } from '../engine/optimizers/weights';
import { Storage } from '../engine/storage';
import type { Pairs } from './block';
import { tablePath } from './compile';
import type { CompiledGraph, CompiledLookup } from './compile';

/** Rows of one side, at most as many as the buffers hold. */
export interface RowSet {
  /** [rows] item indices on the item side, user indices on the user side. */
  rows: Uint32Array;
  /** [rows] events the context fields are read from; only the user side has them. */
  events: Uint32Array | null;
  /** Histories of `compiled.historyLength` events; only the user side has them. */
  history: Histories | null;
}

interface LookupBuffer { request: CompiledLookup; field: Field; ids: Storage; weights: Storage | null; idsNow: Uint32Array; weightsNow: Float32Array | null; rows: number }

/** The buffers of one side for `rows` rows. */
export class SideInputs {
  private readonly lookups: LookupBuffer[];
  private readonly views = new Map<number, { mask: Storage; ageDays: Storage }>();

  /** @throws LimitError when a buffer would not fit the adapter */
  constructor(private readonly compiled: CompiledGraph, dataset: Dataset, readonly side: 'user' | 'item', readonly rows: number) {
    const fields = new Map(dataset.fields.map((field) => [field.name, field]));
    this.lookups = compiled.lookups.filter((request) => request.side === side).map((request) => {
      const field = fields.get(request.field);
      if (!field) throw new Error(`the data set has no field "${request.field}"; known: ${[...fields.keys()].join(', ')}`);
      const count = rows * (request.at === 'history' ? request.length : 1);
      const slots = count * field.length;
      const weighted = request.at === 'history' || field.weights !== null;
      return {
        request, field, rows: count,
        ids: Storage.create(`ids of ${request.key}`, [slots], 'int32'),
        weights: weighted ? Storage.create(`slot weights of ${request.key}`, [slots], 'float32') : null,
        idsNow: new Uint32Array(slots), weightsNow: weighted ? new Float32Array(slots) : null,
      };
    });
    for (const length of new Set(this.lookups.filter(({ request }) => request.at === 'history').map(({ request }) => request.length))) {
      this.views.set(length, {
        mask: Storage.create(`history mask (${length})`, [rows, length], 'float32'),
        ageDays: Storage.create(`history age (${length})`, [rows, length], 'float32'),
      });
    }
  }

  /** Writes `set` into the buffers; rows past its end repeat nothing: they are masked and their ids are row 0. */
  write(set: RowSet): void {
    const full = this.compiled.historyLength;
    for (const [length, { mask, ageDays }] of this.views) {
      mask.write(newest(set.history?.mask ?? new Float32Array(0), full, length, this.rows, Float32Array));
      ageDays.write(newest(set.history?.ageDays ?? new Float32Array(0), full, length, this.rows, Float32Array));
    }
    for (const buffer of this.lookups) {
      const { request, field } = buffer;
      if (request.at === 'row') {
        const owners = field.owner === 'context' ? set.events : set.rows;
        if (!owners) throw new Error(`internal: the ${this.side} side has no events for "${field.name}"`);
        gatherSlots(field, owners, null, buffer.idsNow, buffer.weightsNow);
      } else {
        const { history } = set;
        if (!history) throw new Error(`internal: the ${this.side} side has no history`);
        const items = newest(history.items, full, request.length, this.rows, Uint32Array);
        const mask = newest(history.mask, full, request.length, this.rows, Float32Array);
        gatherSlots(field, items, mask, buffer.idsNow, buffer.weightsNow);
      }
      buffer.ids.write(buffer.idsNow);
      if (buffer.weightsNow) buffer.weights?.write(buffer.weightsNow);
    }
  }

  /** Looks up every request, by key: [rows, width] or [rows, length, width]. */
  lookUp(weights: WeightStore): Map<string, tf.Tensor> {
    return new Map(this.lookups.map(({ request, field, ids, weights: slotWeights, rows }) => {
      const leaf = lookup({ table: weights.storage(tablePath(request.table)), ids, weights: slotWeights, rows, slots: field.length, width: request.width });
      return [request.key, request.at === 'history' ? leaf.reshape([this.rows, request.length, request.width]) : leaf];
    }));
  }

  history(length: number): { mask: tf.Tensor; ageDays: tf.Tensor } {
    const view = this.views.get(length);
    if (!view) throw new Error(`internal: no history of length ${length}; known: ${[...this.views.keys()].join(', ')}`);
    return { mask: view.mask.tensor, ageDays: view.ageDays.tensor };
  }

  /** What each lookup read in the last `write`, for the touched-row update of its table. */
  parts(): { table: string; key: string; rows: number; part: Omit<LookupPart, 'firstRow'> }[] {
    return this.lookups.map(({ request, field, rows, idsNow, weightsNow }) => ({
      table: request.table, key: request.key, rows, part: { ids: idsNow, weights: weightsNow, slots: field.length },
    }));
  }

  dispose(): void {
    for (const { ids, weights } of this.lookups) {
      ids.dispose();
      weights?.dispose();
    }
    for (const { mask, ageDays } of this.views.values()) {
      mask.dispose();
      ageDays.dispose();
    }
  }
}

/** The newest `length` columns of right-aligned [rows x full]; missing rows are 0. */
function newest<T extends Float32Array | Uint32Array>(all: T, full: number, length: number, rows: number, make: new (size: number) => T): T {
  if (full === length && all.length === rows * full) return all;
  const out = new make(rows * length);
  for (let row = 0; row < Math.min(rows, all.length / Math.max(1, full)); row++) out.set(all.subarray((row + 1) * full - length, (row + 1) * full) as never, row * length);
  return out;
}

/** Copies the slots of each owner row; `mask` 0 empties them. Rows past the owners' end are emptied. */
function gatherSlots(field: Field, owners: Uint32Array, mask: Float32Array | null, ids: Uint32Array, weights: Float32Array | null): void {
  const { length } = field;
  ids.fill(0);
  weights?.fill(0);
  for (let row = 0; row < owners.length; row++) {
    const present = mask ? (mask[row] ?? 0) : 1;
    if (present === 0) continue;
    const from = (owners[row] ?? 0) * length;
    for (let j = 0; j < length; j++) {
      ids[row * length + j] = field.ids[from + j] ?? 0;
      if (weights) weights[row * length + j] = field.weights ? (field.weights[from + j] ?? 0) : 1;
    }
  }
}

/** Entries a list of accidental hits holds at first, per row. */
const FIRST_HITS = 8;

/** The buffers behind `Pairs` for batches of `size` positives. */
export class PairInputs {
  private readonly vectors: { logQ: Storage; weight: Storage; realColumn: Storage };
  private hits: Storage;

  constructor(private readonly size: number) {
    const vector = (name: string) => Storage.create(name, [size], 'float32');
    this.vectors = { logQ: vector('log q'), weight: vector('row weights'), realColumn: vector('real columns') };
    this.hits = this.listsOf(FIRST_HITS * size);
  }

  private listsOf(entries: number): Storage {
    return Storage.create('accidental hits', [this.size + 1 + entries], 'int32');
  }

  /** Returns whether `pairs` is another one now: a batch had more accidental hits than any before. */
  write(batch: Batch): boolean {
    const { logQ, weight, realColumn } = this.vectors;
    logQ.write(batch.logQ);
    weight.write(batch.weight);
    realColumn.write(batch.realColumn);
    const { start, column, kind } = batch.hits;
    const packed = packHits(start, column, kind);
    const grows = packed.length > this.hits.size;
    if (grows) {
      this.hits.dispose();
      this.hits = this.listsOf(2 * column.length);
    }
    this.hits.write(packed);
    return grows;
  }

  get pairs(): Pairs {
    const { logQ, weight, realColumn } = this.vectors;
    return { layout: 'diagonal', logQ: logQ.tensor, weight: weight.tensor, realColumn: realColumn.tensor, hits: this.hits.tensor };
  }

  dispose(): void {
    for (const storage of Object.values(this.vectors)) storage.dispose();
    this.hits.dispose();
  }
}

/** Both sides' rows of a training batch. */
export function rowSets(batch: Batch, historyLength: number): { user: RowSet; item: RowSet } {
  return {
    user: {
      rows: batch.users, events: batch.events,
      history: historyLength === 0 ? null : { rows: batch.size, length: historyLength, items: batch.historyItems, mask: batch.historyMask, ageDays: batch.ageDays },
    },
    item: { rows: batch.items, events: null, history: null },
  };
}
