/** An operation of our own on tfjs's tape. */
import * as tf from './tf';
import type { Tensor } from './tf';
import { engineInternals } from './tfjs-internals';

/**
 * @param forward what the backward pass needs, inputs too, it gives to `save`, when nothing can throw any more;
 * everything else may be gone by then; several outputs are an array, and so are their slopes
 * @param backward the gradient of each input, by name; only those on the path to a variable are called
 */
export function differentiable<T extends Tensor | Tensor[]>(
  inputs: Record<string, Tensor>,
  forward: (save: (...tensors: Tensor[]) => void) => T,
  backward: (dy: T, saved: Tensor[]) => Record<string, () => Tensor>,
): T {
  return engineInternals().runKernelFunc({
    inputs,
    forwardFunc: (_, save) => forward((...tensors) => save(tensors)),
    backwardsFunc: backward,
  });
}

/** The same numbers off the tape: nothing is computed of a gradient that would come back here. */
export const constant = <T extends Tensor>(x: T): T =>
  differentiable(
    {},
    () => tf.clone(x),
    () => ({}),
  );

/** The first of two losses, with the gradients of both. */
export const withGradientsOf = (value: tf.Scalar, other: tf.Scalar): tf.Scalar =>
  differentiable(
    { value, other },
    () => tf.clone(value),
    (dy) => ({ value: () => tf.clone(dy), other: () => tf.clone(dy) }),
  );

/**
 * Gives back what was saved for gradients that never came, since the pass they belong to threw; tfjs keeps it for ever.
 */
export function dropTape(): void {
  const { state } = engineInternals();
  for (const { saved = [] } of state.activeTape ?? []) for (const tensor of saved) tensor.dispose();
  state.activeTape = null;
}
