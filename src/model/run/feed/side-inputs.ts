/**
 * From rows of a data set to the fixed buffers a compiled graph reads: whose fields every lookup reads, and histories.
 */
import type { Dataset } from '../../../data/dataset';
import type { Histories } from '../../../data/history';
import type { PastWindow } from '../../../data/sessions';
import { DistinctOwners } from '../../../engine/embedding/distinct-owners';
import { columnsOf, lookupInfo, type FieldPlaces } from '../../../engine/embedding/lookup-shape';
import { disposePast, pastOf, type Past } from '../../../engine/embedding/past-lookup';
import type { FieldSlots } from '../../../engine/embedding/slots';
import type { LookupPart, ReadOwners } from '../../../engine/embedding/touched-rows';
import type { Arena, WeightStore } from '../../../engine/optimizers/weights';
import { Storage } from '../../../engine/storage';
import type * as tf from '../../../engine/tf';
import type { CompiledLookup } from '../compile';
import { windowAt } from '../../nodes/session-windows';
import { KeptSlots } from './kept-slots';
import { layOut, viewOf, type Layout, type RowReads } from './layout';
import { leafKey, Leaves, type NodeLookup } from './leaves';
import type { PlacedField } from './placed-fields';
import type { RowSet } from './row-sets';
import { gatherSlots, markTokens, newest } from './slots';
import { mostSlots, usedSlots } from './used-slots';

/** A lookup with what fills its words. */
interface FedLookup extends NodeLookup {
  fields: readonly PlacedField[];
  view: PastView | null;
}

/** What the update of an arena counts through: the gradients of one lookup. */
export interface LeafRows {
  node: NodeLookup;
  arena: Arena;
  /** Rows of the leaf, and of one owner. */
  rows: number;
  stride: number;
  /** Slots that are read at the most. */
  slots: number;
  /** By table path: what is read of one field. */
  parts: readonly (Omit<LookupPart, 'firstRow' | 'stride'> & { path: string })[];
}

interface Placed {
  at: number;
  storage: Storage;
}

/** The newest `length` events of a window of the past, or of all of it. */
interface PastView {
  rows: number;
  length: number;
  window: PastWindow | null;
  past: Past;
  ageDays: Placed | null;
  read: ReadOwners;
}

const nobody = (): ReadOwners => ({ owners: new Uint32Array(0), count: 0 });

/** What a step writes of one side for `rows` rows: whose fields are read, and whose events are past. */
export class SideInputs {
  private readonly lookups: readonly FedLookup[];
  private readonly views: readonly PastView[];
  /** Masks of texts, by key of the lookup. */
  private readonly tokenMasks = new Map<string, Placed>();
  private readonly kept: KeptSlots;
  private readonly words: Storage;
  private readonly u32: Uint32Array<ArrayBuffer>;
  private readonly f32: Float32Array<ArrayBuffer>;
  private readonly ownersAt: number;
  /** The rows last prepared: users or items, and the events that context fields are read from. */
  private readonly rowsRead = nobody();
  private readonly eventsRead = nobody();
  private readonly readsEvents: boolean;
  /** Whether anything reads the words: a past has its own. */
  private readonly readsWords: boolean;

  /**
   * @param pastRows of the pasts, where they are not as many as the rows: those of stretches
   * @throws LimitError when a buffer would not fit the adapter
   */
  constructor(
    private readonly compiled: RowReads,
    dataset: Dataset,
    weights: WeightStore,
    readonly side: 'user' | 'item',
    readonly rows: number,
    pastRows = rows,
  ) {
    this.kept = KeptSlots.of(compiled, dataset);
    const sizes = { rows, pastRows };
    const { size, owners, pasts, texts, lookups } = layOut(compiled, dataset, weights, side, sizes, this.kept);
    this.words = Storage.create(`inputs of the ${side} side`, [size], 'float32');
    this.u32 = new Uint32Array(size);
    this.f32 = new Float32Array(this.u32.buffer);
    this.ownersAt = owners;
    this.views = pasts.map((places) => this.viewAt(places));
    for (const [key, { length, mask }] of texts)
      this.tokenMasks.set(key, { at: mask, storage: this.words.view(`mask of ${key}`, mask, [rows, length]) });
    this.lookups = lookups.map((placed) => this.lookupAt(placed));
    this.readsWords =
      this.tokenMasks.size > 0 || this.views.some(({ ageDays }) => ageDays) || this.lookups.some(({ view }) => !view);
    this.readsEvents = lookups.some(({ fields }) => fields.some(({ field }) => field.owner === 'context'));
  }

  private viewAt({ rows, length, window, owners, ageDays }: Layout['pasts'][number]): PastView {
    const distinct = new DistinctOwners(`history (${length}) of the ${this.side} side`, rows, length, owners);
    return {
      rows,
      length,
      window,
      past: pastOf(distinct),
      ageDays:
        ageDays === null
          ? null
          : { at: ageDays, storage: this.words.view(`history age (${length})`, ageDays, [rows, length]) },
      read: nobody(),
    };
  }

  private lookupAt({ request, span, part, fields, shape }: Layout['lookups'][number]): FedLookup {
    const view = request.at === 'history' ? this.view(request.length, request.window) : null;
    const info = lookupInfo(shape);
    return {
      request,
      span,
      part,
      fields,
      view,
      past: view && view.past,
      lookup: {
        ...shape,
        table: fields[0]!.place.arena.value,
        slots: this.kept.tables,
        words: view ? view.past.distinct.storage : this.words,
        info: Storage.create(`sizes of ${request.key}`, [info.length], 'int32', info),
      },
    };
  }

  /**
   * Makes the words of `set`, in JavaScript alone; what rows past its end hold is that of no one in particular: they
   * are masked.
   */
  prepare(set: RowSet): void {
    this.u32.fill(0, this.ownersAt + set.rows.length, this.ownersAt + this.rows);
    this.u32.set(set.rows, this.ownersAt);
    Object.assign(this.rowsRead, { owners: set.rows, count: set.rows.length });
    for (const view of this.views) {
      const history = this.historyOf(set, view.window);
      const { distinct } = view.past;
      distinct.prepare(history);
      Object.assign(view.read, { owners: distinct.owners, count: distinct.entries });
      if (view.ageDays) this.f32.set(newest(history.ageDays, history.length, view.length, view.rows), view.ageDays.at);
    }
    for (const { request, fields, lookup } of this.lookups) {
      const tokens = this.tokenMasks.get(request.key);
      fields.forEach(({ field }, f) => {
        const { places } = lookup.fields[f]!;
        if (places.kind === 'kept' && !tokens) return;
        const owners = field.owner === 'context' ? set.events : set.rows;
        if (!owners) throw new Error(`internal: the ${this.side} side has no events for "${field.name}"`);
        const slots = usedSlots(field);
        if (places.kind === 'fresh') this.writeFresh(slots, owners, places);
        if (tokens) markTokens(slots, owners, request.length, this.floats(tokens.at, this.rows * request.length));
      });
    }
    if (this.readsEvents) Object.assign(this.eventsRead, { owners: set.events, count: set.rows.length });
  }

  private writeFresh(
    slots: FieldSlots,
    owners: Uint32Array,
    { ids, each, weight }: FieldPlaces & { kind: 'fresh' },
  ): void {
    gatherSlots(
      slots,
      owners,
      each,
      this.u32.subarray(ids, ids + this.rows * each),
      weight === null ? null : this.floats(weight, this.rows),
    );
  }

  private floats(at: number, count: number): Float32Array {
    return this.f32.subarray(at, at + count);
  }

  /** Writes what was prepared to the device. */
  submit(): void {
    if (this.readsWords) this.words.write(this.f32);
    for (const { past } of this.views) past.distinct.submit();
  }

  private historyOf(set: RowSet, window: PastWindow | null): Histories {
    const history = window ? set.windows[windowAt(this.compiled.windows, window)] : set.history;
    if (!history) throw new Error(`internal: the ${this.side} side has no history`);
    return history;
  }

  /** `mask` holds what was submitted once `leaves` has run. */
  history(length: number, window: PastWindow | null = null): { mask: tf.Tensor; readonly ageDays: tf.Tensor } {
    const { past, ageDays } = this.view(length, window);
    return {
      mask: past.mask.tensor,
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

  private view(length: number, window: PastWindow | null = null): PastView {
    const view = viewOf(this.views, length, window);
    if (!view)
      throw new Error(
        `internal: no history of length ${length}${window ? ` of the ${window.sessions} sessions` : ''}; known: ${this.views.map((known) => known.length).join(', ')}`,
      );
    return view;
  }

  /** Unpacks the histories, looks up the rows nothing pools and makes room for the pools. */
  leaves(): Leaves {
    return new Leaves(
      this.lookups,
      this.views.map(({ past }) => past),
    );
  }

  /** The gradients that will come back, in a fixed order, and what was read for them in the last `prepare`. */
  leafRows(): LeafRows[] {
    return this.lookups.map((node): LeafRows => {
      const { lookup, fields, view } = node;
      const stride = columnsOf(lookup);
      const parts = fields.map(({ field, path, place, whole }) => ({
        path,
        read: view ? view.read : field.owner === 'context' ? this.eventsRead : this.rowsRead,
        slots: usedSlots(field),
        arenaRow: place.firstRow,
        piece: whole ? null : { from: place.from, rows: place.rows },
        tokens: lookup.tokens,
      }));
      return {
        node,
        arena: fields[0]!.place.arena,
        rows: lookup.rows * stride,
        stride,
        slots: parts.reduce(
          (sum, { slots, tokens }) => sum + lookup.rows * Math.min(mostSlots(slots), tokens ?? Infinity),
          0,
        ),
        parts,
      };
    });
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
    for (const { past, ageDays } of this.views) {
      disposePast(past);
      ageDays?.storage.dispose();
    }
    for (const { storage } of this.tokenMasks.values()) storage.dispose();
    for (const { lookup } of this.lookups) lookup.info.dispose();
    this.words.dispose();
    this.kept.dispose();
  }
}
