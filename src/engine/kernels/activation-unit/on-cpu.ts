/** `activationUnit` on the CPU path. */
import { Frame, wasm } from '../../cpu/module';
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor2D } from '../../tf';
import type { UnitInputs } from './activation-unit';

/** Those that have a gradient, in the order in which the module takes them behind the mask. */
const NAMES = ['events', 'items', 'ofEvents', 'ofItems', 'kernel', 'output'] as const;

/** @see activationUnit */
export function unitsOnCpu({ mask, ...inputs }: UnitInputs): Tensor2D {
  const [rows, length] = mask.shape;
  const [pairs, width] = inputs.items.shape;
  const [, hidden] = inputs.kernel.shape;
  const each = pairs / rows;
  const sizes = [rows, each, length, width, hidden] as const;
  const room = wasm().unitRoom(each, length, width, hidden);
  const put = (frame: Frame, tensors: readonly Tensor[]) =>
    frame.putWords(Uint32Array.from(tensors, (tensor) => frame.put(hostArray(tensor))));
  return differentiable<Tensor2D>(
    inputs,
    (save) => {
      const tensors = [mask, ...NAMES.map((name) => inputs[name])];
      const frame = new Frame();
      const given = put(frame, tensors);
      const logits = frame.zeros(pairs * length);
      wasm().unitLogits(given, ...sizes, logits, frame.room(room), frame.room(wasm().productRoom()));
      const out = tf.tensor2d(frame.take(logits, pairs * length), [pairs, length]);
      save(...tensors);
      return out;
    },
    (dy, saved) => {
      const frame = new Frame();
      const given = put(frame, saved);
      const slope = frame.put(hostArray(dy));
      const places = saved.slice(1).map(({ size }) => frame.zeros(size));
      const slopes = frame.putWords(Uint32Array.from(places));
      wasm().unitSlopes(given, slope, ...sizes, slopes, frame.room(2 * room), frame.room(wasm().productRoom()));
      return Object.fromEntries(
        NAMES.map((name, i) => {
          const { shape, size } = saved[1 + i]!;
          const made = tf.tensor(frame.take(places[i]!, size), shape);
          return [name, () => made];
        }),
      );
    },
  );
}
