/** `dropout` on the CPU path. */
import { Frame, wasm } from '../../cpu/module';
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor } from '../../tf';
import type { Draw } from '../counter-uniform/counter-uniform';
import { uniformBits } from '../counter-uniform/reference';
import type { Dropping } from './dropout';

/** @see dropout */
export function dropoutOnCpu<T extends Tensor>(x: T, { seed, step, stream }: Draw, { rate, factor }: Dropping): T {
  const key = uniformBits(seed, hostArray(step.tensor)[0]!, stream);
  // A draw is a whole number over 2^24: it is at least the rate, in single precision, where that number is.
  const least = Math.ceil(Math.fround(rate) * 2 ** 24);
  const drop = (values: Tensor): T => {
    const frame = new Frame();
    const [given, out] = [frame.put(hostArray(values)), frame.numbers(x.size)];
    wasm().dropped(given, out, x.size, key, least, factor);
    return tf.tensor(frame.take(out, x.size), x.shape) as T;
  };
  return differentiable<T>(
    { x },
    () => drop(x),
    (dy) => ({ x: () => drop(dy) }),
  );
}
