/**
 * From rows of a data set to the fixed buffers a compiled graph reads: ids and weights of every lookup, and histories.
 */
import type * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../../../data/dataset';
import type { Histories } from '../../../data/history';
import type { PastWindow } from '../../../data/sessions';
import { lookupInfo, type LookupShape } from '../../../engine/embedding/lookup';
import type { LookupPart } from '../../../engine/embedding/touched-rows';
import type { Arena, WeightStore } from '../../../engine/optimizers/weights';
import { Storage } from '../../../engine/storage';
import type { CompiledGraph, CompiledLookup } from '../compile';
import { windowAt } from '../../nodes/session-windows';
import { followCounts, gatherNewest, gatherSlots, gatherTogether, gatherTokens, keepPiece, newest } from './slots';
import { layOut, viewOf } from './layout';
import { leafKey, Leaves, type NodeLookup } from './leaves';
import { liesTogether, sharesMask, slotsPer, togetherOf, type PlacedField, type Together } from './placed-fields';
import type { RowSet } from './row-sets';

/** A lookup with what fills its words. */
interface FedLookup extends NodeLookup {
  fields: readonly PlacedField[];
  together: Together | null;
  past: HistoryView | null;
  slots: readonly Slots[];
}

/** Where a field's slots stand among the words of a step: views. */
interface Slots {
  ids: Uint32Array;
  weights: Float32Array | null;
}

/** What the update of an arena counts through: the gradients of one lookup, once for each input that reads it. */
export interface LeafRows {
  /** Of `Leaves.tensors`. */
  key: string;
  arena: Arena;
  rows: number;
  fields: number;
  pooled: boolean;
  /** By table path: the ids one field read. */
  parts: readonly (Omit<LookupPart, 'firstRow' | 'stride'> & { path: string })[];
}

interface Placed {
  at: number;
  storage: Storage;
}
/** The newest `length` events of a window of the past, or of all of it. `counts` [rows]: events of each row. */
interface HistoryView {
  length: number;
  window: PastWindow | null;
  mask: Placed;
  ageDays: Placed | null;
  counts: Uint32Array;
}

/** The words of one side for `rows` rows: histories, and the ids and weights of every lookup, written at once. */
export class SideInputs {
  private readonly lookups: readonly FedLookup[];
  private readonly views: readonly HistoryView[];
  /** Masks of texts, by key of the lookup. */
  private readonly tokenMasks = new Map<string, Placed>();
  private readonly words: Storage;
  private readonly u32: Uint32Array<ArrayBuffer>;
  private readonly f32: Float32Array<ArrayBuffer>;

  /** @throws LimitError when a buffer would not fit the adapter */
  constructor(
    private readonly compiled: CompiledGraph,
    dataset: Dataset,
    weights: WeightStore,
    readonly side: 'user' | 'item',
    readonly rows: number,
  ) {
    const { size, histories, texts, lookups } = layOut(compiled, dataset, weights, side, rows);
    this.words = Storage.create(`inputs of the ${side} side`, [size], 'float32');
    this.u32 = new Uint32Array(size);
    this.f32 = new Float32Array(this.u32.buffer);
    this.views = histories.map(({ length, window, mask, ageDays }) => ({
      length,
      window,
      mask: { at: mask, storage: this.words.view(`history mask (${length})`, mask, [rows, length]) },
      ageDays:
        ageDays === null
          ? null
          : { at: ageDays, storage: this.words.view(`history age (${length})`, ageDays, [rows, length]) },
      counts: new Uint32Array(rows),
    }));
    for (const [key, { length, mask }] of texts)
      this.tokenMasks.set(key, { at: mask, storage: this.words.view(`mask of ${key}`, mask, [rows, length]) });
    this.lookups = lookups.map(({ request, span, part, fields, shape }) => {
      const info = lookupInfo(shape);
      const table = fields[0]!.place.arena.value;
      const past = request.at === 'history' ? this.view(request.length, request.window) : null;
      return {
        request,
        span,
        part,
        fields,
        past,
        together: togetherOf(request, fields, shape),
        slots: shape.fields.map((_, f) => this.slotsOf(shape, f)),
        lookup: {
          ...shape,
          table,
          words: this.words,
          info: Storage.create(`sizes of ${request.key}`, [info.length], 'int32', info),
        },
      };
    });
  }

  /**
   * Makes the words of `set`, in JavaScript alone; rows past its end repeat nothing: they are masked, whatever row of
   * the table their ids are.
   */
  prepare(set: RowSet): void {
    for (const { length, window, mask, ageDays, counts } of this.views) {
      const history = this.pastOf(set, window);
      followCounts(history.counts, length, counts, this.maskAt(mask.at, length));
      if (ageDays) this.f32.set(newest(history.ageDays, history.length, length, this.rows, Float32Array), ageDays.at);
    }
    for (const { request, fields, together, slots, past: view } of this.lookups) {
      if (together) gatherTogether(together.ids, set.rows, together.firstRows, together.places, this.rows, this.u32);
      const history = view && this.pastOf(set, view.window);
      const past = history && newest(history.owners, history.length, request.length, this.rows, Uint32Array);
      const mask = view && this.maskAt(view.mask.at, request.length);
      fields.forEach((placed, f) => {
        if (together && liesTogether(request, placed)) return;
        const { field, place } = placed;
        const owners = past ?? (field.owner === 'context' ? set.events : set.rows);
        if (!owners) throw new Error(`internal: the ${this.side} side has no events for "${field.name}"`);
        const { ids, weights } = slots[f]!;
        const tokens = this.tokenMasks.get(request.key);
        if (tokens) {
          const own = this.maskAt(tokens.at, request.length);
          gatherTokens(field, placed.whole ? place.firstRow : 0, owners, request.length, ids, own);
          if (!placed.whole) weights!.set(own);
        } else if (view && sharesMask(request, placed))
          gatherNewest(field, place.firstRow, owners, request.length, view.counts, ids);
        else gatherSlots(field, placed.whole ? place.firstRow : 0, owners, mask, ids, weights);
        if (!placed.whole) keepPiece(place, ids, weights!);
      });
    }
  }

  /** Writes what was prepared to the device. */
  submit(): void {
    this.words.write(this.f32);
  }

  private pastOf(set: RowSet, window: PastWindow | null): Histories {
    const past = window ? set.windows[windowAt(this.compiled.windows, window)] : set.history;
    if (!past) throw new Error(`internal: the ${this.side} side has no history`);
    return past;
  }

  private maskAt(at: number, length: number): Float32Array {
    return this.f32.subarray(at, at + this.rows * length);
  }

  private slotsOf({ rows, events, fields }: LookupShape, f: number): Slots {
    const { ids, slots, weights } = fields[f]!;
    const count = rows * events * slots;
    return {
      ids: this.u32.subarray(ids, ids + count),
      weights: weights === null ? null : this.f32.subarray(weights, weights + count),
    };
  }

  history(length: number, window: PastWindow | null = null): { mask: tf.Tensor; readonly ageDays: tf.Tensor } {
    const { mask, ageDays } = this.view(length, window);
    return {
      mask: mask.storage.tensor,
      get ageDays() {
        if (!ageDays) throw new Error('internal: ages are read by a block that does not say so in `readsAges`');
        return ageDays.storage.tensor;
      },
    };
  }

  /** [rows, length] 1 = a token. */
  tokenMask(key: string): tf.Tensor2D {
    const mask = this.tokenMasks.get(key);
    if (!mask) throw new Error(`internal: no tokens for "${key}"; known: ${[...this.tokenMasks.keys()].join(', ')}`);
    return mask.storage.tensor as tf.Tensor2D;
  }

  private view(length: number, window: PastWindow | null = null): HistoryView {
    const view = viewOf(this.views, length, window);
    if (!view)
      throw new Error(
        `internal: no history of length ${length}${window ? ` of the ${window.sessions} sessions` : ''}; known: ${this.views.map((known) => known.length).join(', ')}`,
      );
    return view;
  }

  /** Looks up the rows nothing pools and makes room for the pools. */
  leaves(): Leaves {
    return new Leaves(this.lookups);
  }

  /**
   * The gradients that will come back, in a fixed order, and what was read for them in the last `prepare`: views of its
   * words.
   */
  leafRows(): LeafRows[] {
    return this.lookups.flatMap(({ request, request: { key, pooled }, part, lookup, fields, past, slots }) =>
      Array.from({ length: Math.max(1, pooled) }, (_, reader): LeafRows => ({
        key: leafKey(key, part, reader),
        arena: fields[0]!.place.arena,
        rows: lookup.rows * lookup.events * fields.length,
        fields: fields.length,
        pooled: pooled > 0,
        parts: fields.map((placed, f) => {
          const { path } = placed;
          const { ids, weights } = slots[f]!;
          const newest = past && { of: past.length, counts: past.counts };
          return {
            path,
            ids,
            weights: newest && sharesMask(request, placed) ? null : weights,
            slots: slotsPer(request, placed),
            newest,
          };
        }),
      })),
    );
  }

  /** What the tensors of `leaves()` hold that nothing pools: whose lookup each is, and its fields in their order. */
  leafFields(): { key: string; request: CompiledLookup; fields: readonly string[] }[] {
    return this.lookups.map(({ request, part, fields }) => ({
      key: leafKey(request.key, part, 0),
      request,
      fields: fields.map(({ field }) => field.name),
    }));
  }

  dispose(): void {
    for (const { mask, ageDays } of this.views) {
      mask.storage.dispose();
      ageDays?.storage.dispose();
    }
    for (const { storage } of this.tokenMasks.values()) storage.dispose();
    for (const { lookup } of this.lookups) lookup.info.dispose();
    this.words.dispose();
  }
}
