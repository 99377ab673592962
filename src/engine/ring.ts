/**
 * What is produced every step, read a few times a second: rows kept on the device, one copy per reading, never a wait
 * inside a step.
 */
import { hostArray, onGpu, runKernel } from './run-kernel';
import { Storage } from './storage';
import type * as tf from './tf';

/**
 * Columns one dispatch writes: bindings beside the ring and its position within the default limit of 8 storage buffers.
 */
const AT_ONCE = 6;

/**
 * One row of `width` numbers per step, the last `capacity` rows kept. `push` is a dispatch for every six columns,
 * `take` one copy; whoever reads less often than every `capacity` steps loses the oldest rows.
 */
export class Ring {
  private readonly storage: Storage;
  private readonly position: Storage;
  private pushed = 0;
  private taken = 0;

  constructor(
    name: string,
    readonly width: number,
    readonly capacity: number,
  ) {
    this.storage = Storage.create(`${name} ring`, [capacity, width], 'float32');
    this.position = Storage.create(`${name} ring position`, [1], 'int32', new Uint32Array([0]));
  }

  /**
   * Appends one value per column, scalars or [1] tensors. The place is kept on the GPU so that a replayed step advances
   * it.
   */
  push(values: readonly tf.Tensor[]): void {
    if (values.length !== this.width)
      throw new Error(`this ring holds ${this.width} numbers a step, got ${values.length}`);
    this.pushed += 1;
    if (!onGpu()) {
      const row = (this.pushed - 1) % this.capacity;
      values.forEach((value, column) => {
        this.storage.host[row * this.width + column] = hostArray(value)[0] ?? Number.NaN;
      });
      return;
    }
    for (let from = 0; from < this.width; from += AT_ONCE) {
      const some = values.slice(from, from + AT_ONCE);
      runKernel(
        'ring',
        pushSource(this, from, some.length),
        [this.storage.binding, this.position.binding, ...some],
        [1, 1, 1],
      );
    }
  }

  /** A step was replayed that contains a push. */
  notePush(): void {
    this.pushed += 1;
  }

  /**
   * Rows pushed since the last call (at most `capacity`), oldest first; `first` is the index of the first one counted
   * from the ring's beginning.
   */
  async take(): Promise<{ first: number; rows: Float32Array[] }> {
    const end = this.pushed;
    const first = Math.max(this.taken, end - this.capacity);
    if (end === first) return { first, rows: [] };
    const all = await this.storage.read();
    this.taken = end;
    const rows = Array.from({ length: end - first }, (_, i) => {
      const row = (first + i) % this.capacity;
      return all.slice(row * this.width, (row + 1) * this.width);
    });
    return { first, rows };
  }

  dispose(): void {
    this.storage.dispose();
    this.position.dispose();
  }
}

/** Writes `count` columns from `from` on; the last ones end the row. */
const pushSource = ({ width, capacity }: Pick<Ring, 'width' | 'capacity'>, from: number, count: number): string => {
  const columns = Array.from({ length: count }, (_, column) => column);
  return `
@group(0) @binding(0) var<storage, read_write> ring: array<f32>;
@group(0) @binding(1) var<storage, read_write> position: array<u32>;
${columns.map((c) => `@group(0) @binding(${c + 2}) var<storage, read> value${c}: array<f32>;`).join('\n')}
@compute @workgroup_size(1)
fn main() {
  let row = (position[0] % ${capacity}u) * ${width}u;
${columns.map((c) => `  ring[row + ${from + c}u] = value${c}[0];`).join('\n')}
${from + count === width ? '  position[0] = position[0] + 1u;' : ''}
}`;
};
