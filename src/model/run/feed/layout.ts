/** Where the owners, texts and fresh slots of one side stand among the words of a step. Places are counted in words. */
import type { Dataset } from '../../../data/dataset';
import { sameWindow, type PastWindow } from '../../../data/sessions';
import { DISTINCT_HEADER } from '../../../engine/embedding/distinct-owners';
import { mostEntries } from '../../../engine/embedding/sizes';
import type { FieldPlaces, LookupShape } from '../../../engine/embedding/lookup-shape';
import type { WeightStore } from '../../../engine/optimizers/weights';
import { VIEW_ALIGNMENT } from '../../../engine/tensor-view';
import { tablePath, type CompiledGraph, type CompiledLookup } from '../compile';
import { isKept, type KeptSlots } from './kept-slots';
import { spansOf, type PlacedField } from './placed-fields';
import { usedSlots } from './used-slots';

/** The newest `length` events of a window of the past, or of all of it. */
interface PastPlaces {
  rows: number;
  length: number;
  window: PastWindow | null;
  /** How many there are whose fields the events bring. */
  owners: number;
  /** [rows, length]; null where no node reads them. */
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
  /** Words of a step. */
  size: number;
  /** [rows] owners of the rows. */
  owners: number;
  pasts: readonly PastPlaces[];
  /** By key of the lookup. */
  texts: ReadonlyMap<string, TextPlaces>;
  lookups: readonly PlacedLookup[];
}

/** A view of the words of a step begins at a multiple of this many, as a binding must. */
const ALIGNED = VIEW_ALIGNMENT / 4;

/** What of a graph says which rows its sides read. */
export type RowReads = Pick<CompiledGraph, 'lookups' | 'asks' | 'windows'>;

/** Gives out places, one behind the other. */
class Words {
  size = 0;

  take(words: number): number {
    const first = Math.ceil(this.size / ALIGNED) * ALIGNED;
    this.size = first + words;
    return first;
  }
}

/**
 * @param rows of the side; @param pastRows of whole pasts
 * @throws Error for a field that the data set does not have
 */
export function layOut(
  compiled: RowReads,
  dataset: Dataset,
  weights: WeightStore,
  side: 'user' | 'item',
  { rows, pastRows }: { rows: number; pastRows: number },
  kept: KeptSlots,
): Layout {
  const requests = compiled.lookups.filter((request) => request.side === side);
  const words = new Words();
  const owners = words.take(rows);
  const readsAges = compiled.asks((block, params) => block.readsAges?.(params));
  const inPasts = side === 'user' ? dataset.items.length : dataset.users.length;
  const pasts = placePasts(requests, inPasts, readsAges, (window) => (window ? rows : pastRows), words);
  const texts = new Map(
    requests
      .filter(({ at }) => at === 'tokens')
      .map(({ key, length }) => [key, { length, mask: words.take(rows * length) }]),
  );
  const fieldsOf = fieldFinder(dataset, weights);
  const lookups = requests.flatMap((request) =>
    spansOf(fieldsOf(request)).map(({ span, fields }, part) => {
      const past = request.at === 'history' ? viewOf(pasts, request.length, request.window ?? null)! : null;
      const shape: LookupShape = {
        rows: past ? mostEntries(past.rows, past.length, past.owners) : rows,
        width: request.width,
        owners: past ? DISTINCT_HEADER + past.rows : owners,
        count: past ? 0 : null,
        tokens: request.at === 'tokens' ? request.length : null,
        fields: fields.map((placed) => ({
          places: placesOf(request, placed, kept, rows, words),
          firstRow: placed.place.firstRow,
          piece: placed.whole ? null : { from: placed.place.from, rows: placed.place.rows },
        })),
      };
      return { request, span, part, fields, shape };
    }),
  );
  return { size: words.size, owners, pasts, texts, lookups };
}

/** Each length of each window once. */
function placePasts(
  requests: readonly CompiledLookup[],
  owners: number,
  readsAges: boolean,
  rowsOf: (window: PastWindow | null) => number,
  words: Words,
): PastPlaces[] {
  const pasts: PastPlaces[] = [];
  for (const { at, length, window = null } of requests) {
    if (at !== 'history' || viewOf(pasts, length, window)) continue;
    const rows = rowsOf(window);
    pasts.push({ rows, length, window, owners, ageDays: readsAges ? words.take(rows * length) : null });
  }
  return pasts;
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

function placesOf(
  request: CompiledLookup,
  { field }: PlacedField,
  kept: KeptSlots,
  rows: number,
  words: Words,
): FieldPlaces {
  if (isKept(request, field)) return { kind: 'kept', ...kept.placesOf(field) };
  const each = request.at === 'tokens' ? Math.min(request.length, field.length) : field.length;
  return {
    kind: 'fresh',
    ids: words.take(rows * each),
    each,
    weight: usedSlots(field).weight ? words.take(rows) : null,
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
