/** `selfAttention` on the CPU path. */
import { byRows } from '../../cpu/by-rows';
import { wasm, type Frame, type Pointer } from '../../cpu/module';
import { differentiable } from '../../differentiable';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor2D } from '../../tf';
import type { Sizes } from './self-attention';

/** @see selfAttention; the gradient makes the shares once more instead of keeping them */
export function selfAttentionOnCpu(qkv: Tensor2D, mask: Tensor2D, sizes: Sizes): Tensor2D {
  const { rows, tokens, heads, size, causal } = sizes;
  const each = tokens * heads * size;
  const rooms = (frame: Frame): [Pointer, Pointer] => [
    frame.room(wasm().attentionRoom(tokens, size)),
    frame.room(wasm().productRoom()),
  ];
  return differentiable<Tensor2D>(
    { qkv },
    (save) => {
      const [out] = byRows(rows, [qkv, mask].map(hostArray), [each], ([x, there], [to], count, frame) =>
        wasm().attention(x!, there!, count, tokens, heads, size, causal, to!, ...rooms(frame)),
      );
      save(qkv, mask);
      return tf.tensor2d(out, [rows * tokens, heads * size]);
    },
    (dy, saved) => ({
      qkv: () => {
        const given = [...saved, dy].map(hostArray);
        const [out] = byRows(rows, given, [3 * each], ([x, there, slopes], [to], count, frame) =>
          wasm().attentionSlopes(x!, there!, slopes!, count, tokens, heads, size, causal, to!, ...rooms(frame)),
        );
        return tf.tensor2d(out, qkv.shape);
      },
    }),
  );
}
