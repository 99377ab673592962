/**
 * What a step must move and compute at the least: the formulas of the physical model. D is the width of an embedded
 * row, f32 everywhere.
 */
import { sizeOf, type Problem } from '../reference-model/problem';

/** Sizes of a step, means over a few batches. */
export interface Work {
  batch: number;
  dim: number;
  /** Rows looked up, histories included. */
  lookedUp: number;
  /** Distinct rows among them. */
  touched: number;
  /** Rows of all tables, and of those that are read in two places. */
  tableRows: number;
  sharedRows: number;
  /** Numbers in dense weights, and those of them that are kernels. */
  dense: number;
  kernels: number;
  /** Width of the vectors that meet in the match. */
  out: number;
}

/**
 * How an implementation updates a table: the rows of the batch, all rows fused into one pass, or all rows by the chain
 * of tfjs's operations.
 */
export type Update = 'touched' | 'dense' | 'tfjs';

const BATCHES = 4;

export function workOf({ setting: { batch }, dataset, compiled, batches, towers }: Problem): Work {
  const fieldOf = (name: string): Uint32Array => dataset.fields.find((field) => field.name === name)!.ids;
  const [users, items] = [towers.user, towers.item].map((tower) => tower.fields.map(({ field }) => fieldOf(field)));
  let [lookedUp, touched] = [0, 0];
  for (let step = 0; step < BATCHES; step++) {
    const drawn = batches.at(step);
    for (const ids of users!) touched += new Set(Array.from(drawn.users, (user) => ids[user])).size;
    const past = Array.from(drawn.history.owners.filter((_, at) => drawn.history.mask[at] === 1));
    // The item's id is the first of its fields; the history reads the same table.
    items!.forEach((ids, f) => {
      touched += new Set(
        Array.from(drawn.items)
          .concat(f === 0 ? past : [])
          .map((item) => ids[item]),
      ).size;
    });
    lookedUp += batch * (users!.length + items!.length) + past.length;
  }
  const tables = compiled.weights.filter(({ table }) => table);
  const denseWeights = compiled.weights.filter(({ table }) => !table);
  return {
    batch,
    dim: towers.dim,
    lookedUp: lookedUp / BATCHES,
    touched: touched / BATCHES,
    tableRows: tables.reduce((sum, { shape }) => sum + shape[0]!, 0),
    sharedRows: tables.find(({ path }) => path === towers.history)!.shape[0]!,
    dense: denseWeights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    kernels: denseWeights.reduce((sum, { shape }) => sum + (shape.length === 2 ? sizeOf(shape) : 0), 0),
    out: compiled.indexWidth,
  };
}

export const tableBytes = ({ tableRows, dim }: Work): number => 4 * tableRows * dim;

/**
 * Look-ups 8 n D forward and 4 n D backward; Adam 24 u D on touched rows, 36 V D dense and fused, 148 V D in tfjs and
 * 32 V D more for a table read twice; 28 per dense weight.
 */
export function bytesOf({ lookedUp, touched, tableRows, sharedRows, dense, dim }: Work, update: Update): number {
  const updated = { touched: 24 * touched, dense: 36 * tableRows, tfjs: 148 * tableRows + 32 * sharedRows }[update];
  return dim * (12 * lookedUp + updated) + 28 * dense;
}

/**
 * Three products with every kernel, three with the B x B scores, and one more where these are computed again in the
 * gradient.
 */
export const flopsOf = ({ batch, kernels, out }: Work): number => 6 * batch * kernels + 8 * batch * batch * out;
