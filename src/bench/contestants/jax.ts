/**
 * The reference model in jax-js (browser only). `jit` over the whole step is refused ("routine primitive scatter input
 * is not imm"), so what it accepts is jitted: the look-ups, loss and gradient of everything above the looked-up rows,
 * and Adam; the scatter into the tables' gradients runs by itself between them. Every function takes ownership of its
 * arguments; `.ref` keeps one alive.
 */
import { defaultDevice, getWebGPUDevice, init, jit, nn, numpy as np, tree, valueAndGrad, vjp } from '@jax-js/jax';
import type { Tower } from '../tt/graph';
import { idBatch } from '../tt/problem';
import type { IdBatch, Problem } from '../tt/problem';
import type { Contestant } from './contestant';

type Arrays = Record<string, np.Array>;
/** Looked-up rows: one [B, D] per field, and [B, T, D]. */
type Rows = { user: np.Array[]; item: np.Array[]; past: np.Array };

export async function openJax(problem: Problem): Promise<Contestant<IdBatch>> {
  if (!(await init('webgpu')).includes('webgpu')) throw new Error('jax-js found no WebGPU');
  defaultDevice('webgpu');
  const {
    towers,
    setting: { batch },
  } = problem;
  const { historyLength, dim } = towers;
  const arrayOf = (values: Float32Array | Int32Array, shape: readonly number[]): np.Array =>
    np.array(values as Float32Array<ArrayBuffer>, { shape: [...shape] });
  const fresh = [...problem.weights()];
  const isTable = (path: string): boolean => path.startsWith('table/');
  const names = {
    dense: fresh.map(([path]) => path).filter((path) => !isTable(path)),
    tables: fresh.map(([path]) => path).filter(isTable),
  };
  const pick = (from: Arrays, paths: readonly string[]): Arrays =>
    Object.fromEntries(paths.map((path) => [path, from[path]!.ref]));
  let weights: Arrays = Object.fromEntries(fresh.map(([path, { values, shape }]) => [path, arrayOf(values, shape)]));
  const zeros = (): Arrays => Object.fromEntries(fresh.map(([path, { shape }]) => [path, np.zeros([...shape])]));
  let [m, v] = [zeros(), zeros()];

  const tower = ({ layers }: Tower, parts: np.Array[], weights: Arrays): np.Array => {
    let x = np.concatenate(parts, 1);
    layers.forEach(({ kernel, bias }, layer) => {
      x = np.matmul(x, weights[kernel]!).add(weights[bias]!);
      if (layer < layers.length - 1) x = nn.relu(x);
    });
    const length = np.sqrt(np.square(x.ref).sum(1, { keepdims: true }).add(1e-12));
    return x.div(length);
  };
  const lossOf = (weights: Arrays, { user, item, past }: Rows, mask: np.Array): np.Array => {
    const count = mask.ref.sum(1, { keepdims: true });
    const pooled = past
      .mul(mask.reshape([batch, historyLength, 1]))
      .sum(1)
      .div(count);
    const u = tower(towers.user, [...user, pooled], weights).div(towers.temperature);
    const v = tower(towers.item, item, weights);
    const positive = u.ref.mul(v.ref).sum(1);
    const logits = np.matmul(u, np.transpose(v));
    return np.mean(nn.logsumexp(logits, 1).sub(positive));
  };
  const lookUp = jit((of: Arrays, ids: { user: np.Array[]; item: np.Array[]; history: np.Array }): Rows => {
    const take = (path: string, at: np.Array): np.Array => np.take(of[path]!.ref, at, 0);
    const rows = {
      user: towers.user.fields.map(({ table }, f) => take(table, ids.user[f]!)),
      item: towers.item.fields.map(({ table }, f) => take(table, ids.item[f]!)),
      past: take(towers.history, ids.history).reshape([batch, historyLength, dim]),
    };
    tree.dispose(of);
    return rows;
  });
  const gradients = jit(valueAndGrad(lossOf, { argnums: [0, 1] }));
  /** Kingma and Ba (2015). @param correction [1 - beta1^t, 1 - beta2^t] */
  const adam = jit(
    (
      of: Arrays,
      gradient: Arrays,
      m: Arrays,
      v: Arrays,
      correction: np.Array,
    ): { of: Arrays; m: Arrays; v: Arrays } => {
      const next: { of: Arrays; m: Arrays; v: Arrays } = { of: {}, m: {}, v: {} };
      for (const path of Object.keys(of)) {
        const g = gradient[path]!;
        const first = m[path]!.mul(0.9).add(g.ref.mul(0.1));
        const second = v[path]!.mul(0.999).add(np.square(g).mul(0.001));
        const [bias1, bias2] = [correction.ref.slice(0), correction.ref.slice(1)];
        const delta = first.ref.div(bias1).div(np.sqrt(second.ref.div(bias2)).add(1e-8));
        next.of[path] = of[path]!.sub(delta.mul(towers.learningRate));
        next.m[path] = first;
        next.v[path] = second;
      }
      correction.dispose();
      return next;
    },
  );

  const readsOf = (
    table: string,
    ids: { user: np.Array[]; item: np.Array[]; history: np.Array },
    { user, item, past }: Rows,
  ): { at: np.Array; rows: np.Array }[] => [
    ...towers.user.fields.flatMap((field, f) => (field.table === table ? [{ at: ids.user[f]!, rows: user[f]! }] : [])),
    ...towers.item.fields.flatMap((field, f) => (field.table === table ? [{ at: ids.item[f]!, rows: item[f]! }] : [])),
    ...(towers.history === table ? [{ at: ids.history, rows: past.reshape([batch * historyLength, dim]) }] : []),
  ];
  let step = 0;
  const losses: np.Array[] = [];

  return {
    device: getWebGPUDevice(),
    enter: () => Promise.resolve(),
    build: (at) => idBatch(problem, problem.batches.at(at)),
    run({ user, item, history, mask }) {
      step += 1;
      const ids = {
        user: user.map((of) => arrayOf(of, [batch])),
        item: item.map((of) => arrayOf(of, [batch])),
        history: arrayOf(history, [batch * historyLength]),
      };
      const rows = lookUp(pick(weights, names.tables), tree.ref(ids));
      const [loss, [gradient, rowGradient]] = gradients(
        pick(weights, names.dense),
        rows,
        arrayOf(mask, [batch, historyLength]),
      ) as unknown as [np.Array, [Arrays, Rows]];
      losses.push(loss);
      for (const path of names.tables) {
        const reads = readsOf(path, ids, rowGradient);
        const [taken, pull] = vjp(
          (of: np.Array) => {
            const rows = reads.map(({ at }) => np.take(of.ref, at, 0));
            of.dispose();
            return rows;
          },
          [weights[path]!.ref],
        );
        tree.dispose(taken);
        [gradient[path]] = pull(reads.map((read) => read.rows)) as [np.Array];
        pull.dispose();
      }
      ({
        of: weights,
        m,
        v,
      } = adam(weights, gradient, m, v, arrayOf(Float32Array.of(1 - 0.9 ** step, 1 - 0.999 ** step), [2])) as {
        of: Arrays;
        m: Arrays;
        v: Arrays;
      });
      // What was called so far is only noted down: asking for one result's buffer submits all of it.
      weights[names.dense[0]!]!.ref.gpuBufferSync();
    },
    done: () => getWebGPUDevice().queue.onSubmittedWorkDone(),
    async losses() {
      const values = await Promise.all(losses.splice(0).map((loss) => loss.data()));
      return values.map((value: ArrayLike<number>) => value[0] ?? Number.NaN);
    },
    close() {
      tree.dispose([weights, m, v]);
    },
  };
}
