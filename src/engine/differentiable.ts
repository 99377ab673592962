/** An operation of our own on tfjs's tape. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/**
 * The private function of tfjs 4.22.0's engine behind every operation; `tf.customGrad` computes all gradients where
 * this computes those that are asked for.
 */
interface Operations {
  runKernelFunc(operation: {
    inputs: Record<string, Tensor>;
    forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
    backwardsFunc: (dy: Tensor, saved: Tensor[]) => Record<string, () => Tensor>;
  }): Tensor;
}

/**
 * @param forward what the backward pass needs, inputs too, it gives to `save`, when nothing can throw any more;
 * everything else may be gone by then
 * @param backward the gradient of each input, by name; only those on the path to a variable are called
 */
export function differentiable<T extends Tensor>(
  inputs: Record<string, Tensor>,
  forward: (save: (...tensors: Tensor[]) => void) => T,
  backward: (dy: T, saved: Tensor[]) => Record<string, () => Tensor>,
): T {
  return (tf.engine() as unknown as Operations).runKernelFunc({
    inputs,
    forwardFunc: (_, save) => forward((...tensors) => save(tensors)),
    backwardsFunc: (dy, saved) => backward(dy as T, saved),
  }) as T;
}

/** The private state of tfjs 4.22.0's engine that a pass leaves behind where it throws. */
interface Tape {
  state: { activeTape: { saved?: Tensor[] }[] | null };
}

/**
 * Gives back what was saved for gradients that never came, since the pass they belong to threw; tfjs keeps it for ever.
 */
export function dropTape(): void {
  const { state } = tf.engine() as unknown as Tape;
  for (const { saved = [] } of state.activeTape ?? []) for (const tensor of saved) tensor.dispose();
  state.activeTape = null;
}
