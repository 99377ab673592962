/**
 * The reference model in jax-js: what of a step it accepts to jit, and the gradients of the tables, which it does not.
 * Every function takes ownership of its arguments; `.ref` keeps one alive.
 */
import { jit, nn, numpy as np, tree, valueAndGrad, vjp } from '@jax-js/jax';
import type { Tower } from '../reference-model/graph';
import type { Problem } from '../reference-model/problem';

export type Arrays = Record<string, np.Array>;
/** Looked-up rows: one [B, D] per field, and [B, T, D]. */
export type Rows = { user: np.Array[]; item: np.Array[]; past: np.Array };
/** Rows of the tables: [B] per field, and [B x T]. */
export type Ids = { user: np.Array[]; item: np.Array[]; history: np.Array };
/** Weights, and the first and second moments of their gradients. */
export type Adam = { of: Arrays; m: Arrays; v: Arrays };

/** [B, D] of length 1. */
const tower = ({ layers }: Tower, parts: np.Array[], weights: Arrays): np.Array => {
  let x = np.concatenate(parts, 1);
  layers.forEach(({ kernel, bias }, layer) => {
    x = np.matmul(x, weights[kernel]!).add(weights[bias]!);
    if (layer < layers.length - 1) x = nn.relu(x);
  });
  const length = np.sqrt(np.square(x.ref).sum(1, { keepdims: true }).add(1e-12));
  return x.div(length);
};

/** In-batch softmax over dot products, the history pooled to its mean. */
const lossOf =
  ({ towers, setting: { batch } }: Problem) =>
  (weights: Arrays, { user, item, past }: Rows, mask: np.Array): np.Array => {
    const count = mask.ref.sum(1, { keepdims: true });
    const pooled = past
      .mul(mask.reshape([batch, towers.historyLength, 1]))
      .sum(1)
      .div(count);
    const u = tower(towers.user, [...user, pooled], weights).div(towers.temperature);
    const v = tower(towers.item, item, weights);
    const positive = u.ref.mul(v.ref).sum(1);
    const logits = np.matmul(u, np.transpose(v));
    return np.mean(nn.logsumexp(logits, 1).sub(positive));
  };

/** The rows of a batch. */
export const jitLookUp = ({ towers, setting: { batch } }: Problem) =>
  jit((of: Arrays, ids: Ids): Rows => {
    const take = (path: string, at: np.Array): np.Array => np.take(of[path]!.ref, at, 0);
    const rows = {
      user: towers.user.fields.map(({ table }, f) => take(table, ids.user[f]!)),
      item: towers.item.fields.map(({ table }, f) => take(table, ids.item[f]!)),
      past: take(towers.history, ids.history).reshape([batch, towers.historyLength, towers.dim]),
    };
    tree.dispose(of);
    return rows;
  });

/** Loss, and its gradients for the dense weights and the looked-up rows. */
export const jitGradients = (problem: Problem) => jit(valueAndGrad(lossOf(problem), { argnums: [0, 1] }));

/** Kingma and Ba (2015). @param correction [1 - beta1^t, 1 - beta2^t] */
export const jitAdam = (learningRate: number) =>
  jit((of: Arrays, gradient: Arrays, m: Arrays, v: Arrays, correction: np.Array): Adam => {
    const next: Adam = { of: {}, m: {}, v: {} };
    for (const path of Object.keys(of)) {
      const g = gradient[path]!;
      const first = m[path]!.mul(0.9).add(g.ref.mul(0.1));
      const second = v[path]!.mul(0.999).add(np.square(g).mul(0.001));
      const [bias1, bias2] = [correction.ref.slice(0), correction.ref.slice(1)];
      const delta = first.ref.div(bias1).div(np.sqrt(second.ref.div(bias2)).add(1e-8));
      next.of[path] = of[path]!.sub(delta.mul(learningRate));
      next.m[path] = first;
      next.v[path] = second;
    }
    correction.dispose();
    return next;
  });

/** Everywhere a table is read: the ids, and the gradients of their rows. */
const readsOf = (
  { towers, setting: { batch } }: Problem,
  table: string,
  ids: Ids,
  { user, item, past }: Rows,
): { at: np.Array; rows: np.Array }[] => [
  ...towers.user.fields.flatMap((field, f) => (field.table === table ? [{ at: ids.user[f]!, rows: user[f]! }] : [])),
  ...towers.item.fields.flatMap((field, f) => (field.table === table ? [{ at: ids.item[f]!, rows: item[f]! }] : [])),
  ...(towers.history === table
    ? [{ at: ids.history, rows: past.reshape([batch * towers.historyLength, towers.dim]) }]
    : []),
];

/** The scatter of the rows' gradients into that of a table. */
export function tableGradient(problem: Problem, table: string, weight: np.Array, ids: Ids, gradients: Rows): np.Array {
  const reads = readsOf(problem, table, ids, gradients);
  const [taken, pull] = vjp(
    (of: np.Array) => {
      const rows = reads.map(({ at }) => np.take(of.ref, at, 0));
      of.dispose();
      return rows;
    },
    [weight],
  );
  tree.dispose(taken);
  const [gradient] = pull(reads.map((read) => read.rows)) as [np.Array];
  pull.dispose();
  return gradient;
}
