/** One setting of the bench, ready to be trained by anyone: data, batches, and the weights all of them start from. */
import { createBatches, type Batch, type Batches } from '../../data/batches';
import type { Dataset, Field } from '../../data/dataset';
import { judge } from '../../model/check/judge';
import { CompiledGraph } from '../../model/run/compile';
import type { Settings } from '../../model/document/graph';
import { initialise } from '../../model/run/initialise';
import { schemaOf } from '../../model/document/schema';
import { referenceDataset } from './data';
import {
  GRAPHS,
  HISTORY_LENGTH,
  towersOf,
  referenceGraph,
  referenceSettings,
  type GraphName,
  type Tower,
  type Towers,
} from './graph';

export interface Setting {
  graph: GraphName;
  batch: number;
  /** Rows of the user table and of the item table. */
  rows: number;
  seed: number;
  /** Training events, where the usual number is not wanted. */
  events?: number;
}

export interface Weight {
  shape: readonly number[];
  values: Float32Array;
}

/**
 * Settings that differ in the batch alone have their data and fresh weights in common: at 1e6 rows they take ten
 * seconds.
 */
interface Start {
  dataset: Dataset;
  compiled: CompiledGraph;
  /** What Tower Lab's own initialisation gives for the seed, by path; made when first asked for. */
  weights(): ReadonlyMap<string, Weight>;
}

export interface Problem extends Start {
  setting: Setting;
  settings: Settings;
  batches: Batches;
  towers: Towers;
}

let latest: { key: string; start: Start } | null = null;

function startOf({ graph, rows, seed, events }: Setting): Start {
  const key = [graph, rows, seed, events].join();
  if (latest?.key === key) return latest.start;
  latest = null; // before the next one takes as much memory again
  const { userFields, itemFields } = GRAPHS[graph];
  const dataset = referenceDataset({ rows, userFields, itemFields, seed, ...(events === undefined ? {} : { events }) });
  const compiled = new CompiledGraph(judge(referenceGraph(graph), schemaOf(dataset)));
  let weights: Map<string, Weight> | null = null;
  const start: Start = {
    dataset,
    compiled,
    weights: () =>
      (weights ??= new Map(
        compiled.weights.map(({ path, shape, init }) => [
          path,
          { shape, values: initialise(path, sizeOf(shape), init, seed) },
        ]),
      )),
  };
  latest = { key, start };
  return start;
}

export function createProblem(setting: Setting): Problem {
  const { graph, batch, seed } = setting;
  const start = startOf(setting);
  return {
    ...start,
    setting,
    settings: referenceSettings(batch, seed),
    batches: createBatches(start.dataset, { batch, historyLength: HISTORY_LENGTH, seed }),
    towers: towersOf(graph),
  };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** A batch as rows of tables: what another implementation is given. */
export interface IdBatch {
  /** One [B] per field, in the order of the tower's fields. */
  user: Int32Array[];
  item: Int32Array[];
  /** [B x T] rows of the item table, right-aligned; 0 where masked. */
  history: Int32Array;
  /** [B x T] 1 = an event. */
  mask: Float32Array;
}

export function idBatch({ dataset, towers }: Problem, batch: Batch): IdBatch {
  if (batch.real !== batch.size)
    throw new Error(
      `internal: a batch of the bench has ${batch.size - batch.real} padding rows; other implementations have no mask for them`,
    );
  const fieldsOf = ({ fields }: Tower): Field[] =>
    fields.map(({ field }) => dataset.fields.find(({ name }) => name === field)!);
  const rowsOf = (field: Field, owners: Uint32Array): Int32Array =>
    Int32Array.from(owners, (owner) => field.ids[owner]!);
  const itemId = dataset.fields.find(({ name }) => name === 'item id')!;
  return {
    user: fieldsOf(towers.user).map((field) => rowsOf(field, batch.users)),
    item: fieldsOf(towers.item).map((field) => rowsOf(field, batch.items)),
    history: Int32Array.from(batch.history.owners, (item, at) =>
      batch.history.mask[at] === 1 ? itemId.ids[item]! : 0,
    ),
    mask: batch.history.mask,
  };
}
