/**
 * A training batch of a data set as the composed program reads it. Made from the data set itself, not from the device's
 * buffers.
 */
import type { Batch } from '../../data/batches';
import type { Dataset, Field, FieldOwner } from '../../data/dataset';
import type { Histories } from '../../data/history';
import type { SampledColumns } from '../../data/sampled-columns';
import type { TowerGraph } from '../document/graph';
import { columnItems } from '../run/feed/row-sets';
import { columnsOf } from '../run/feed/item-columns';
import { sampledOf } from '../nodes/samples';
import { fnv1a } from '../../engine/kernels/counter-uniform/reference';
import { pastReads } from '../nodes/session-windows';
import { pack, type Packed, type PackedPairs, type PackedPast, type PackedSlots, type ProgramInput } from './packed';

export interface ProgramInputOptions {
  graph: TowerGraph;
  dataset: Dataset;
  batch: Batch;
  /** Of the run: what counter-based numbers are drawn from, with `batch.step`. */
  seed: number;
  /** Every weight of the graph, by path. */
  weights: ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>;
}

/** @throws where the field of a table or a column is not in the data set */
export function programInput({ graph, dataset, batch, seed, weights }: ProgramInputOptions): ProgramInput {
  const used = [...new Set([...graph.tables.map(({ field }) => field), ...columnsOf(graph)])].map((wanted) => {
    const field = dataset.fields.find(({ name }) => name === wanted);
    if (!field)
      throw new Error(
        `the data set has no field "${wanted}"; known: ${dataset.fields.map(({ name }) => name).join(', ')}`,
      );
    return field;
  });
  const owners = { user: batch.users, item: columnItems(batch), context: batch.events };
  return {
    weights: Object.fromEntries([...weights].map(([path, { shape, values }]) => [path, pack(values, shape)])),
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
      hash: { user: hashesOf(dataset.users, owners.user), item: hashesOf(dataset.items, owners.item) },
      pairs: pairsOf(dataset, batch, sampledOf(graph)),
    },
  };
}

const hashesOf = (ids: readonly string[], rows: Uint32Array): Packed =>
  pack(
    rows.map((row) => fnv1a(ids[row] ?? '')),
    [rows.length],
  );

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

function pairsOf({ events, split, items }: Dataset, batch: Batch, sampled: SampledColumns | null): PackedPairs {
  const positives = new Map<number, Set<number>>();
  for (const event of split.train) {
    const user = events.user[event]!;
    positives.set(user, (positives.get(user) ?? new Set()).add(events.item[event]!));
  }
  const rows = Array.from(batch.users, (user) => [...(positives.get(user) ?? [])]);
  const most = Math.max(1, ...rows.map((row) => row.length));
  const unused = 0xffffffff;
  // Half an event for an item never seen, as in the batches.
  const logQ = Float32Array.from(items, (_, item) =>
    Math.log(Math.max(split.itemCounts[item] ?? 0, 0.5) / split.train.length),
  );
  const share = (item: number): number => (split.itemCounts[item] ?? 0) / split.train.length;
  const columns = sampled
    ? Float32Array.from(items, (_, item) => {
        const expected =
          batch.real * share(item) + sampled.count * (sampled.by === 'uniform' ? 1 / items.length : share(item));
        return Math.log(expected / (batch.real + sampled.count));
      })
    : logQ;
  return {
    item: pack(batch.items, [batch.size]),
    sampled: pack(batch.sampled, [batch.sampled.length]),
    mixedLogQ: pack(columns, [items.length]),
    logQ: pack(logQ, [items.length]),
    positives: pack(
      Uint32Array.from(rows.flatMap((row) => Array.from({ length: most }, (_, at) => row[at] ?? unused))),
      [batch.size, most],
    ),
    realColumn: pack(batch.realColumn, [batch.size]),
    weight: pack(batch.weight, [batch.size]),
  };
}
