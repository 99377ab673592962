/** tfjs's Softmax on the CPU, over the last dimension, by the WebAssembly module. */
import type { TensorInfo } from '../tf';
import { Frame, wasm } from './module';
import { replaceKernel } from './replace-kernel';

export function installSoftmax(): void {
  replaceKernel('Softmax', ({ inputs, attrs, numbers, make, before }) => {
    const { logits } = inputs as { logits: TensorInfo };
    const { dim } = attrs as unknown as { dim: number };
    const { shape } = logits;
    if (shape.length === 0 || (dim !== -1 && dim !== shape.length - 1)) return before();
    const size = shape.reduce((a, b) => a * b, 1);
    const columns = shape.at(-1)!;
    const frame = new Frame();
    const x = frame.put(numbers(logits));
    wasm().softmaxOfRows(x, columns === 0 ? 0 : size / columns, columns);
    return make(shape, frame.take(x, size));
  });
}
