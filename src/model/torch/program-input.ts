/**
 * A training batch of a data set as the composed program reads it. Made from the data set itself, not from the device's
 * buffers.
 */
import type { Batch } from '../../data/batches';
import type { Dataset, Field, FieldOwner } from '../../data/dataset';
import type { Histories } from '../../data/history';
import type { TowerGraph } from '../document/graph';
import { columnItems } from '../run/feed/row-sets';
import { twins } from '../run/abilities/abilities';
import { pastReads } from '../nodes/session-windows';
import { pack, packAll, type PackedPast, type PackedSlots, type ProgramInput } from './packed';

export interface ProgramInputOptions {
  graph: TowerGraph;
  dataset: Dataset;
  batch: Batch;
  /** Of the run: what counter-based numbers are drawn from, with `batch.step`. */
  seed: number;
  /** Every weight of the graph, by path. */
  weights: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>;
  /** The same of what earlier steps left; none unless given. */
  memories?: ProgramInputOptions['weights'];
}

/** @throws where the field of a table or a column is not in the data set */
export function programInput(options: ProgramInputOptions): ProgramInput {
  const { graph, dataset, batch, seed, weights, memories = new Map() } = options;
  const packed = (all: ProgramInputOptions['weights']) =>
    Object.fromEntries([...all].map(([path, { shape, values }]) => [path, pack(values, shape)]));
  const used = [
    ...new Set([...graph.tables.map(({ field }) => field), ...twins.flatMap(([, twin]) => twin.fields?.(graph) ?? [])]),
  ].map((wanted) => {
    const field = dataset.fields.find(({ name }) => name === wanted);
    if (!field)
      throw new Error(
        `the data set has no field "${wanted}"; known: ${dataset.fields.map(({ name }) => name).join(', ')}`,
      );
    return field;
  });
  const owners = { user: batch.users, item: columnItems(batch), context: batch.events };
  return {
    weights: packed(weights),
    memories: packed(memories),
    batch: {
      seed,
      step: batch.step,
      fields: Object.fromEntries(
        used.map((field) => [field.name, slotsOf(field, owners[field.owner], null, [owners[field.owner].length])]),
      ),
      history: pastOf(batch.history, 'item', used),
      windows: pastReads(graph).map(({ window }, at) => ({
        window,
        past: pastOf(batch.windows[at] ?? null, 'item', used),
      })),
      pastUsers: pastOf(batch.pastUsers, 'user', used),
      ...Object.fromEntries(
        twins.flatMap(([name, { read }]) => (read ? [[name, packAll(read(graph, dataset, batch))]] : [])),
      ),
    },
  };
}

/** @param met whose fields the events bring */
function pastOf(past: Histories | null, met: FieldOwner, used: readonly Field[]): PackedPast | null {
  if (!past || past.length === 0) return null;
  const shape = [past.rows, past.length];
  const fields = used
    .filter(({ owner }) => owner === met)
    .map((field) => [field.name, slotsOf(field, past.owners, past.mask, shape)] as const);
  return { mask: pack(past.mask, shape), ageDays: pack(past.ageDays, shape), fields: Object.fromEntries(fields) };
}

function slotsOf(field: Field, owners: Uint32Array, mask: Float32Array | null, shape: readonly number[]): PackedSlots {
  const { length } = field;
  const ids = new Uint32Array(owners.length * length);
  const weights = new Float32Array(owners.length * length);
  owners.forEach((owner, row) => {
    for (let slot = 0; slot < length; slot++) {
      ids[row * length + slot] = field.ids[owner * length + slot] ?? 0;
      weights[row * length + slot] = (mask?.[row] ?? 1) * (field.weights?.[owner * length + slot] ?? 1);
    }
  });
  return { ids: pack(ids, [...shape, length]), weights: pack(weights, [...shape, length]) };
}
