/** Where the histories, texts and lookups of one side stand among the words of a step. Places are counted in words. */
import type { Dataset } from '../../../data/dataset';
import { sameWindow, type PastWindow } from '../../../data/sessions';
import type { LookupShape } from '../../../engine/embedding/lookup';
import type { WeightStore } from '../../../engine/optimizers/weights';
import { VIEW_ALIGNMENT } from '../../../engine/tensor-view';
import { tablePath, type CompiledGraph, type CompiledLookup } from '../compile';
import { sharesMask, slotsPer, spansOf, type PlacedField } from './placed-fields';

/** The newest `length` events of a window of the past, or of all of it: mask and ages, [rows, length] each. */
interface HistoryPlaces {
  length: number;
  window: PastWindow | null;
  mask: number;
  /** Null where no node reads them. */
  ageDays: number | null;
}

/** Mask of a text, [rows, length]. */
interface TextPlaces {
  length: number;
  mask: number;
}

/** What a node asks for of one arena: `span` and `part` as in `NodeLookup`. */
interface PlacedLookup {
  request: CompiledLookup;
  span: number;
  part: number;
  fields: readonly PlacedField[];
  shape: LookupShape;
}

export interface Layout {
  /** Words of a step, at least one. */
  size: number;
  histories: readonly HistoryPlaces[];
  /** By key of the lookup. */
  texts: ReadonlyMap<string, TextPlaces>;
  lookups: readonly PlacedLookup[];
}

/** A view of the words of a step begins at a multiple of this many, as a binding must. */
const ALIGNED = VIEW_ALIGNMENT / 4;

/** Gives out places, one behind the other. */
class Words {
  size = 0;

  take(words: number): number {
    const first = Math.ceil(this.size / ALIGNED) * ALIGNED;
    this.size = first + words;
    return first;
  }
}

/** @throws Error for a field that the data set does not have */
export function layOut(
  compiled: CompiledGraph,
  dataset: Dataset,
  weights: WeightStore,
  side: 'user' | 'item',
  rows: number,
): Layout {
  const requests = compiled.lookups.filter((request) => request.side === side);
  const words = new Words();
  const readsAges = compiled.asks((block, params) => block.readsAges?.(params));
  const histories = placeHistories(requests, readsAges, rows, words);
  const texts = new Map(
    requests
      .filter(({ at }) => at === 'tokens')
      .map(({ key, length }) => [key, { length, mask: words.take(rows * length) }]),
  );
  const maskPlace = ({ key, length, window }: CompiledLookup): number =>
    texts.get(key)?.mask ?? viewOf(histories, length, window ?? null)!.mask;
  const fieldsOf = fieldFinder(dataset, weights);
  const lookups = requests.flatMap((request) =>
    spansOf(fieldsOf(request)).map(({ span, fields }, part) => ({
      request,
      span,
      part,
      fields,
      shape: placeLookup(request, fields, rows, words, maskPlace),
    })),
  );
  return { size: Math.max(1, words.size), histories, texts, lookups };
}

/** Each length of each window once. */
function placeHistories(
  requests: readonly CompiledLookup[],
  readsAges: boolean,
  rows: number,
  words: Words,
): HistoryPlaces[] {
  const histories: HistoryPlaces[] = [];
  for (const { at, length, window = null } of requests) {
    if (at !== 'history' || viewOf(histories, length, window)) continue;
    histories.push({
      length,
      window,
      mask: words.take(rows * length),
      ageDays: readsAges ? words.take(rows * length) : null,
    });
  }
  return histories;
}

/** Finds the pieces of each field that a node asks for. */
function fieldFinder(dataset: Dataset, weights: WeightStore): (request: CompiledLookup) => PlacedField[][] {
  const known = new Map(dataset.fields.map((field) => [field.name, field]));
  return (request) =>
    request.tables.map((id, f): PlacedField[] => {
      const field = known.get(request.fields[f]!);
      if (!field)
        throw new Error(`the data set has no field "${request.fields[f]}"; known: ${[...known.keys()].join(', ')}`);
      const path = tablePath(id);
      const places = weights.places(path);
      return places.map((place) => ({ field, path, place, whole: places.length === 1 }));
    });
}

/**
 * Ids and weights of the fields; no weights where they are all 1. @param maskPlace of the history or text that is read
 */
function placeLookup(
  request: CompiledLookup,
  fields: readonly PlacedField[],
  rows: number,
  words: Words,
  maskPlace: (request: CompiledLookup) => number,
): LookupShape {
  const events = request.at === 'row' ? 1 : request.length;
  return {
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
        ids: words.take(rows * events * slots),
        slots,
        weights: sharesMask(request, placed)
          ? maskPlace(request)
          : request.at !== 'row' || own !== null || !whole
            ? words.take(rows * events * slots)
            : null,
      };
    }),
  };
}

/** The view of that length of that window. */
export const viewOf = <V extends { length: number; window: PastWindow | null }>(
  views: readonly V[],
  length: number,
  window: PastWindow | null,
): V | undefined =>
  views.find(
    (view) =>
      view.length === length &&
      (window === null || view.window === null ? window === view.window : sameWindow(window, view.window)),
  );
