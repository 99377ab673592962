/** tfjs's BatchMatMul on the CPU, by the WebAssembly module. */
import { productOf } from '../kernels/mat-mul/shapes';
import type { TensorInfo } from '../tf';
import { Frame, wasm } from './module';
import { multiply } from './product';
import { replaceKernel } from './replace-kernel';

export function installBatchMatMul(): void {
  replaceKernel('BatchMatMul', ({ inputs, attrs, numbers, make }) => {
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
    const { product, shape } = productOf(a.shape, b.shape, transposeA, transposeB);
    const { batch, batchA, batchB, rows, columns, inner } = product;
    const frame = new Frame();
    const room = frame.room(wasm().productRoom());
    const [left, right] = [frame.put(numbers(a)), frame.put(numbers(b))];
    const out = frame.numbers(batch * rows * columns);
    for (let p = 0; p < batch; p++) {
      const own = {
        a: left + (batchA === 1 ? 0 : 4 * p * rows * inner),
        b: right + (batchB === 1 ? 0 : 4 * p * inner * columns),
      };
      multiply({ ...own, rows, inner, columns, transposeA, transposeB }, out + 4 * p * rows * columns, room);
    }
    return make(shape, frame.take(out, batch * rows * columns));
  });
}
