/**
 * A layer of long short-term memory (Hochreiter and Schmidhuber, 1997, with the forget gate of Gers et al., 2000) over
 * whole sequences: one dispatch for all time steps, and two for the gradient, of which one goes back through time and
 * the other is a product. A step whose mask is 0 leaves the state as it was, and what it yields is that state: in
 * padding before the first event it is zero, and the last column is always the state of the end.
 */
import { differentiable } from '../../differentiable';
import { kernelForm } from '../../kernel-form';
import { emptyTensor, hostArray, onGpu, runKernel, type Binding } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '../../tf';
import { productOverRows } from '../linear/linear';
import { lanesShader } from './lanes-source';
import { lstmGradientOnCpu, lstmOnCpu } from './on-cpu';
import { tiledShader } from './tiled-source';
import { MOST_UNITS } from './units';

export interface LstmSizes {
  rows: number;
  steps: number;
  units: number;
}
/** One dispatch. */
export interface LstmShader {
  source: string;
  groups: number;
}

/**
 * States of all steps, [R, T, H]; i, f, o = sigmoid(x + h U), g = tanh(x + h U), c' = f c + i g, h' = o tanh(c'); h and
 * c begin at zero in every row.
 * @param gates [R x T, 4 H] what the inputs of each step say, bias included: i, f, g and o side by side, as in PyTorch
 * @param recurrent [H, 4 H]; @param mask [R, T], 1 = an event; not differentiated
 * @param present [1 + R x T] the steps of that mask (see present-rows.ts): the others do not tell the gradient of
 * `recurrent` anything; null = all are looked at
 * @throws where the shapes do not fit, or H is above 256
 */
export function lstm(gates: Tensor2D, recurrent: Tensor2D, mask: Tensor2D, present: Tensor1D | null = null): Tensor3D {
  const [rows, steps] = mask.shape;
  const units = recurrent.shape[0];
  if (
    recurrent.shape[1] !== 4 * units ||
    gates.shape[0] !== rows * steps ||
    gates.shape[1] !== 4 * units ||
    units > MOST_UNITS
  ) {
    throw new Error(
      `lstm: gates [${gates.shape}], recurrent [${recurrent.shape}] and mask [${mask.shape}] were given; [R x T, 4 H], [H, 4 H] and [R, T] with H up to ${MOST_UNITS} are needed`,
    );
  }
  const sizes: LstmSizes = { rows, steps, units };
  return differentiable<Tensor3D>(
    { gates, recurrent },
    (save) => {
      // What the gradient needs beside the states: opened gates and cells of each step, undefined where it is masked.
      const [states, opened, cells] = [
        emptyOf<Tensor3D>([rows, steps, units]),
        emptyOf(gates.shape),
        emptyOf([rows * steps, units]),
      ];
      if (onGpu()) run('lstm', shaders(units).forward(sizes), [gates, recurrent, mask, states, opened, cells]);
      else
        lstmOnCpu(
          sizes,
          { gates: hostArray(gates), recurrent: hostArray(recurrent), mask: hostArray(mask) },
          { states: hostArray(states), opened: hostArray(opened), cells: hostArray(cells) },
        );
      save(recurrent, mask, states, opened, cells, ...(present ? [present] : []));
      return states;
    },
    (dy, saved) => {
      const [u, there, states, opened, cells, rowsThere = null] = saved as [
        Tensor2D,
        Tensor2D,
        Tensor3D,
        Tensor2D,
        Tensor2D,
        Tensor1D?,
      ];
      // `before`: the state that each step found, which is the left factor of the gradient of U.
      const [dGates, before] = [emptyOf<Tensor2D>(gates.shape), emptyOf<Tensor2D>([rows * steps, units])];
      if (onGpu())
        run('lstm gradient', shaders(units).backward(sizes), [opened, cells, u, there, dy, states, dGates, before]);
      else {
        const given = {
          opened: hostArray(opened),
          cells: hostArray(cells),
          recurrent: hostArray(u),
          mask: hostArray(there),
          dy: hostArray(dy),
          states: hostArray(states),
        };
        lstmGradientOnCpu(sizes, given, { dGates: hostArray(dGates), before: hostArray(before) });
      }
      const dRecurrent = productOverRows(before, dGates, rowsThere);
      before.dispose();
      return { gates: () => dGates, recurrent: () => dRecurrent };
    },
  );
}

const emptyOf = <T extends Tensor>(shape: readonly number[]): T =>
  onGpu() ? emptyTensor<T>(shape) : (tf.zeros([...shape]) as T);

function run(name: string, { source, groups }: LstmShader, bindings: readonly Binding[]): void {
  runKernel(name, source, bindings, [groups, 1, 1]);
}

/** By the adapter: see the two files for what they do. Their sums differ in order. */
function shaders(units: number) {
  const { lanes } = kernelForm();
  return lanes !== null && lanes % 4 === 0 && units % lanes === 0 ? lanesShader(lanes) : tiledShader;
}
