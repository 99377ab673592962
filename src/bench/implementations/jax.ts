/**
 * The reference model in jax-js, on its WebAssembly (its own choice; with threads where a page is isolated, in one in
 * Node) or on WebGPU (browser only). `jit` over the whole step is refused ("routine primitive scatter input
 * is not imm"), so what it accepts is jitted: the look-ups, loss and gradient of everything above the looked-up rows,
 * and Adam; the scatter into the tables' gradients runs by itself between them. Every function takes ownership of its
 * arguments; `.ref` keeps one alive.
 */
import { defaultDevice, getWebGPUDevice, init, numpy as np, tree } from '@jax-js/jax';
import { idBatch, type IdBatch, type Problem } from '../reference-model/problem';
import type { Implementation, Open } from './implementation';
import {
  jitAdam,
  jitGradients,
  jitLookUp,
  tableGradient,
  type Adam,
  type Arrays,
  type Ids,
  type Rows,
} from './jax-step';

export type JaxDevice = 'wasm' | 'webgpu';

export const openJax =
  (on: JaxDevice): Open =>
  async (problem) => {
    if (!(await init(on)).includes(on)) throw new Error(`jax-js found no ${on}`);
    return train(problem, on);
  };

function train(problem: Problem, on: JaxDevice): Implementation<IdBatch> {
  defaultDevice(on);
  const {
    towers,
    setting: { batch },
  } = problem;
  const { historyLength } = towers;
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

  const lookUp = jitLookUp(problem);
  const gradients = jitGradients(problem);
  const adam = jitAdam(towers.learningRate);
  let step = 0;
  const losses: np.Array[] = [];

  return {
    device: on === 'webgpu' ? getWebGPUDevice() : null,
    enter() {
      defaultDevice(on);
      return Promise.resolve();
    },
    build: (at) => idBatch(problem, problem.batches.at(at)),
    run({ user, item, history, mask }) {
      step += 1;
      const ids: Ids = {
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
      for (const path of names.tables)
        gradient[path] = tableGradient(problem, path, weights[path]!.ref, ids, rowGradient);
      ({
        of: weights,
        m,
        v,
      } = adam(weights, gradient, m, v, arrayOf(Float32Array.of(1 - 0.9 ** step, 1 - 0.999 ** step), [2])) as Adam);
      // What was called so far is only noted down: asking for one result's buffer submits all of it.
      if (on === 'webgpu') weights[names.dense[0]!]!.ref.gpuBufferSync();
    },
    async done() {
      if (on === 'webgpu') return getWebGPUDevice().queue.onSubmittedWorkDone();
      const last = weights[names.dense[0]!]!.ref; // the next step takes the other
      await last.blockUntilReady();
      last.dispose();
    },
    async losses() {
      const values = await Promise.all(losses.splice(0).map((loss) => loss.data()));
      return values.map((value: ArrayLike<number>) => value[0] ?? Number.NaN);
    },
    close() {
      tree.dispose([weights, m, v]);
    },
  };
}
