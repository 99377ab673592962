/**
 * From rows of a data set to the fixed buffers a compiled graph reads: ids and weights of every lookup, and histories.
 */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/batches';
import type { Dataset, Field } from '../data/dataset';
import type { Histories } from '../data/history';
import { sameWindow, type PastWindow } from '../data/sessions';
import { idsTogether } from '../data/interleave';
import { concatColumns } from '../engine/kernels/concat/concat';
import { fnv1a } from '../engine/kernels/counter-uniform/reference';
import { lookUp, lookupInfo, pooledLookup } from '../engine/embedding/lookup';
import type { Lookup, LookupShape } from '../engine/embedding/lookup';
import type { LookupPart } from '../engine/embedding/touched-rows';
import type { Arena, Place, WeightStore } from '../engine/optimizers/weights';
import { emptyTensor, onGpu } from '../engine/run-kernel';
import { Storage } from '../engine/storage';
import { VIEW_ALIGNMENT } from '../engine/tensor-view';
import { tablePath } from './compile';
import type { CompiledGraph, CompiledLookup } from './compile';
import { windowAt } from './session-windows';
import { followCounts, gatherNewest, gatherSlots, gatherTogether, gatherTokens, keepPiece, newest } from './slots';

/** Rows of one side, at most as many as the buffers hold. */
export interface RowSet {
  /** [rows] item indices on the item side, user indices on the user side. */
  rows: Uint32Array;
  /** [rows] events the context fields are read from; only the user side has them. */
  readonly events: Uint32Array | null;
  /**
   * Pasts of `compiled.historyLength` events, or of `compiled.pastUsersLength` users; null where no node reads them.
   */
  history: Histories | null;
  /** The windows of it, in the order of `compiled.windows`; only the user side has them. */
  windows: readonly Histories[];
}

/** A field and where its table lies, or a piece of it where no single arena holds the whole. */
interface PlacedField {
  field: Field;
  path: string;
  place: Place;
  whole: boolean;
}

/**
 * What a node asks for, or a stretch of its fields where they lie in several arenas. A table in pieces is a stretch of
 * its own, and looked up piece by piece: slots of other pieces have weight 0, and the results are added up.
 */
interface NodeLookup {
  request: CompiledLookup;
  stretch: number;
  part: number;
  lookup: Lookup;
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

/**
 * The fields of one slot and no weights that a lookup reads of a row's own owner, where there are several: what
 * `gatherTogether` takes.
 */
interface Together {
  ids: Uint32Array;
  firstRows: Uint32Array;
  places: Uint32Array;
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

/** A view of the words of a step begins at a multiple of this many, as a binding must. */
const ALIGNED = VIEW_ALIGNMENT / 4;

/** The words of one side for `rows` rows: histories, and the ids and weights of every lookup, written at once. */
export class SideInputs {
  private readonly lookups: readonly NodeLookup[];
  private readonly views: readonly HistoryView[];
  /** Masks of texts, by key of the lookup. */
  private readonly tokenMasks = new Map<string, Placed>();
  /** Hashes of the ids of all users, or items, and of those of the rows; null where no node reads them. */
  private readonly hashes: { all: Uint32Array; rows: Uint32Array<ArrayBuffer>; storage: Storage } | null;
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
    const known = new Map(dataset.fields.map((field) => [field.name, field]));
    const requests = compiled.lookups.filter((request) => request.side === side);
    let size = 0;
    const take = (words: number): number => {
      const first = Math.ceil(size / ALIGNED) * ALIGNED;
      size = first + words;
      return first;
    };
    const histories: { length: number; window: PastWindow | null; mask: number; ageDays: number | null }[] = [];
    for (const { at, length, window = null } of requests) {
      if (at !== 'history' || viewOf(histories, length, window)) continue;
      histories.push({
        length,
        window,
        mask: take(rows * length),
        ageDays: compiled.readsAges ? take(rows * length) : null,
      });
    }
    const texts = new Map(
      requests
        .filter(({ at }) => at === 'tokens')
        .map(({ key, length }) => [key, { length, mask: take(rows * length) }]),
    );
    const maskPlace = ({ key, length, window }: CompiledLookup): number =>
      texts.get(key)?.mask ?? viewOf(histories, length, window ?? null)!.mask;
    const placed = requests.flatMap((request) =>
      stretches(
        request.tables.map((id, f): PlacedField[] => {
          const field = known.get(request.fields[f]!);
          if (!field)
            throw new Error(`the data set has no field "${request.fields[f]}"; known: ${[...known.keys()].join(', ')}`);
          const path = tablePath(id);
          const places = weights.places(path);
          return places.map((place) => ({ field, path, place, whole: places.length === 1 }));
        }),
      ).map(({ stretch, fields }, part) => {
        const events = request.at === 'row' ? 1 : request.length;
        const shape: LookupShape = {
          rows,
          events,
          width: request.width,
          fields: fields.map((placed) => {
            const {
              field: { weights: own },
              whole,
            } = placed;
            const slots = slotsPer(request, placed);
            return {
              ids: take(rows * events * slots),
              slots,
              weights: sharesMask(request, placed)
                ? maskPlace(request)
                : request.at !== 'row' || own !== null || !whole
                  ? take(rows * events * slots)
                  : null,
            };
          }),
        };
        return { request, stretch, part, fields, shape };
      }),
    );
    this.hashes = compiled.readsHash(side)
      ? {
          all: Uint32Array.from(side === 'user' ? dataset.users : dataset.items, fnv1a),
          rows: new Uint32Array(rows),
          storage: Storage.create(`hashes of the ${side} side`, [rows], 'int32'),
        }
      : null;
    this.words = Storage.create(`inputs of the ${side} side`, [Math.max(1, size)], 'float32');
    this.u32 = new Uint32Array(Math.max(1, size));
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
    this.lookups = placed.map(({ request, stretch, part, fields, shape }) => {
      const info = lookupInfo(shape);
      const table = fields[0]!.place.arena.value;
      const past = request.at === 'history' ? this.view(request.length, request.window) : null;
      return {
        request,
        stretch,
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
    if (this.hashes)
      for (let row = 0; row < set.rows.length; row++) this.hashes.rows[row] = this.hashes.all[set.rows[row]!]!;
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
    this.hashes?.storage.write(this.hashes.rows);
  }

  /** int32 [rows] */
  hash(): tf.Tensor1D {
    if (!this.hashes) throw new Error('internal: hashes are read by a block that does not say so in `readsHash`');
    return this.hashes.storage.tensor as tf.Tensor1D;
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

  dispose(): void {
    for (const { mask, ageDays } of this.views) {
      mask.storage.dispose();
      ageDays?.storage.dispose();
    }
    for (const { storage } of this.tokenMasks.values()) storage.dispose();
    this.hashes?.storage.dispose();
    for (const { lookup } of this.lookups) lookup.info.dispose();
    this.words.dispose();
  }
}

const viewOf = <V extends { length: number; window: PastWindow | null }>(
  views: readonly V[],
  length: number,
  window: PastWindow | null,
): V | undefined =>
  views.find(
    (view) =>
      view.length === length &&
      (window === null || view.window === null ? window === view.window : sameWindow(window, view.window)),
  );

/**
 * Whether the weights of a field's slots are the mask of the history, where each event has one slot of weight 1, or of
 * the text.
 */
const sharesMask = ({ at }: CompiledLookup, { field: { length, weights }, whole }: PlacedField): boolean =>
  whole && (at === 'tokens' || (at === 'history' && length === 1 && weights === null));

/** Whether a field can be read together with others. */
const liesTogether = ({ at }: CompiledLookup, { field: { owner, length, weights }, whole }: PlacedField): boolean =>
  at === 'row' && owner !== 'context' && length === 1 && weights === null && whole;

function togetherOf(request: CompiledLookup, fields: readonly PlacedField[], shape: LookupShape): Together | null {
  const those = fields.flatMap((placed, f) =>
    liesTogether(request, placed) ? [{ ...placed, at: shape.fields[f]!.ids }] : [],
  );
  if (those.length < 2) return null;
  return {
    ids: idsTogether(those.map(({ field }) => field)),
    firstRows: Uint32Array.from(those, ({ place }) => place.firstRow),
    places: Uint32Array.from(those, ({ at }) => at),
  };
}

/** Slots of a row or an event. Tokens are events of one slot each. */
const slotsPer = ({ at }: CompiledLookup, { field: { length } }: PlacedField): number => (at === 'tokens' ? 1 : length);

const leafKey = (key: string, part: number, reader: number): string => `${key} part ${part} for ${reader}`;

/**
 * The fields in runs that lie in one arena each; the pieces of a field are runs of the same stretch.
 * @param fields pieces of each field
 */
function stretches(fields: readonly PlacedField[][]): { stretch: number; fields: PlacedField[] }[] {
  const runs: { stretch: number; fields: PlacedField[] }[] = [];
  for (const pieces of fields) {
    const last = runs.at(-1);
    const stretch = last ? last.stretch + 1 : 0;
    if (pieces.length === 1 && last?.fields[0]!.whole && last.fields[0]!.place.arena === pieces[0]!.place.arena)
      last.fields.push(pieces[0]!);
    else runs.push(...pieces.map((piece) => ({ stretch, fields: [piece] })));
  }
  return runs;
}

/** The leaves of one forward pass of a side: looked-up rows, and pools that are filled when a block asks for them. */
export class Leaves {
  /** Rows [R, (T,) F, D], pools [R, F x D]. */
  readonly tensors = new Map<string, tf.Tensor>();
  /** [R, T] what each pool was summed by. */
  readonly shares = new Map<string, tf.Tensor>();
  private readonly read = new Map<string, number>();

  constructor(private readonly lookups: readonly NodeLookup[]) {
    for (const {
      request: { key, at, pooled },
      part,
      lookup,
    } of lookups) {
      const { rows, events, fields, width } = lookup;
      for (let reader = 0; reader < pooled; reader++)
        this.tensors.set(leafKey(key, part, reader), blank([rows, fields.length * width]));
      if (pooled > 0) continue;
      const values = blank(at !== 'row' ? [rows, events, fields.length, width] : [rows, fields.length, width]);
      lookUp(lookup, values);
      this.tensors.set(leafKey(key, part, 0), values);
    }
  }

  private parts(key: string): NodeLookup[] {
    return this.lookups.filter(({ request }) => request.key === key);
  }

  private leaf(key: string, part: number, reader: number): tf.Tensor {
    return this.tensors.get(leafKey(key, part, reader)) ?? missing(key);
  }

  lookup(key: string): tf.Tensor {
    const stretches = this.summed(key, ({ part }) => this.leaf(key, part, 0));
    const [only] = stretches;
    if (!only) return missing(key);
    return stretches.length === 1 ? only : tf.concat(stretches, only.rank - 2);
  }

  /** What `of` gives for each part, the pieces of a table added up: one tensor for each stretch of the fields. */
  private summed<T extends tf.Tensor>(key: string, of: (lookup: NodeLookup) => T): T[] {
    const sums: T[] = [];
    for (const lookup of this.parts(key)) {
      const sum = sums[lookup.stretch];
      sums[lookup.stretch] = sum ? tf.add(sum, of(lookup)) : of(lookup);
    }
    return sums;
  }

  pooledLookup(key: string): ((shares: tf.Tensor2D) => tf.Tensor2D) | null {
    const parts = this.parts(key);
    if (parts.length === 0) return missing(key);
    if (parts[0]!.request.pooled === 0) return null;
    return (shares) => {
      const reader = this.read.get(key) ?? 0;
      this.read.set(key, reader + 1);
      return concatColumns(
        this.summed(key, ({ part, lookup }) => {
          this.shares.set(leafKey(key, part, reader), tf.keep(tf.clone(shares)));
          return pooledLookup(lookup, shares, this.leaf(key, part, reader) as tf.Tensor2D);
        }),
      );
    };
  }

  /** Gives back what was kept beyond the pass. */
  dispose(): void {
    for (const shares of this.shares.values()) shares.dispose();
  }
}

/** A tensor to be written into. */
const blank = (shape: readonly number[]): tf.Tensor => (onGpu() ? emptyTensor(shape) : tf.zeros([...shape]));

function missing(key: string): never {
  throw new Error(`internal: nothing was looked up for "${key}"`);
}

/** [B + N] items of all columns. */
export function columnItems({ items, sampled }: Batch): Uint32Array {
  if (sampled.length === 0) return items;
  const all = new Uint32Array(items.length + sampled.length);
  all.set(items);
  all.set(sampled, items.length);
  return all;
}

/** Both sides' rows of a training batch. */
export function rowSets(
  batch: Batch,
  { historyLength }: Pick<CompiledGraph, 'historyLength'>,
): { user: RowSet; item: RowSet } {
  return {
    user: {
      rows: batch.users,
      get events() {
        return batch.events;
      },
      history: historyLength === 0 ? null : batch.history,
      windows: batch.windows,
    },
    item: { rows: columnItems(batch), events: null, history: batch.pastUsers, windows: [] },
  };
}
