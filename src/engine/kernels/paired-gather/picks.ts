/** Rows picked from a tensor by lists that JavaScript knows: the candidates of a row, the events a target looks at. */
import { hostWords } from '../../embedding/reference';
import { Storage } from '../../storage';
import type { HostPicks } from './reference';

/**
 * Each of R rows picks K of N rows. Packed into one u32 buffer of fixed size, so that a recorded step reads what was
 * written last: the picks [R x K] and their weights, then the same by picked row: N + 1 starts, and the places that
 * read each row. So a gradient is a sum in a fixed order, without atomics.
 */
export class Picks {
  readonly storage: Storage;
  private readonly packed: Uint32Array<ArrayBuffer>;
  /** Words of `packed` that the step needs. */
  private used = 0;

  /**
   * @param name said in errors
   * @param rows R
   * @param each K, picks of a row
   * @param from N, rows of the tensor they are picked from
   * @throws LimitError when the adapter cannot bind that many words
   */
  constructor(
    readonly name: string,
    readonly rows: number,
    readonly each: number,
    readonly from: number,
  ) {
    this.packed = new Uint32Array(3 * rows * each + from + 1);
    this.storage = Storage.create(name, [this.packed.length], 'int32');
    this.prepare(new Uint32Array(rows * each), new Float32Array(rows * each));
    this.submit();
  }

  /** R x K */
  get count(): number {
    return this.rows * this.each;
  }

  /** Word where the starts of the picked rows begin, and where their readers do. */
  get starts(): number {
    return 2 * this.count;
  }
  get readers(): number {
    return this.starts + this.from + 1;
  }

  /**
   * Sorts the picks of a step by row, in JavaScript alone and in time proportional to R x K + N.
   * @param index [R x K] rows of the tensor
   * @param weight [R x K] factor of each pick; 0 = there is none, whatever its index; null = all 1
   * @throws where there are not R x K of them, or one is no row of the tensor
   */
  prepare(index: Uint32Array, weight: Float32Array | null): void {
    const { count, from, packed } = this;
    if (index.length !== count || (weight && weight.length !== count)) {
      throw new Error(
        `${this.name}: ${index.length} picks with ${weight?.length ?? index.length} weights, where ${this.rows} rows pick ${this.each} each`,
      );
    }
    const weights = new Float32Array(packed.buffer, 4 * count, count).fill(1);
    if (weight) weights.set(weight);
    packed.set(index);
    const start = packed.subarray(this.starts, this.readers).fill(0);
    const reader = packed.subarray(this.readers);
    for (let pick = 0; pick < count; pick++) {
      if (weights[pick] === 0) continue;
      const row = index[pick]!;
      if (row >= from) throw new Error(`${this.name}: pick ${pick} is row ${row} of ${from}`);
      start[row]!++;
    }
    // First the end of every row; placing its readers from the last one on leaves where it begins.
    let total = 0;
    for (let row = 0; row <= from; row++) start[row] = total += start[row]!;
    for (let pick = count - 1; pick >= 0; pick--) {
      if (weights[pick] !== 0) reader[--start[index[pick]!]!] = pick;
    }
    this.used = this.readers + total;
  }

  /** Writes what was prepared to the device. Call `flush` first where earlier commands still read the step before. */
  submit(): void {
    this.storage.write(this.packed.subarray(0, this.used));
  }

  /** What was submitted last, on the CPU path. */
  get host(): HostPicks {
    const { u32, f32 } = hostWords(this.storage);
    return { each: this.each, index: u32.subarray(0, this.count), weight: f32.subarray(this.count, 2 * this.count) };
  }

  dispose(): void {
    this.storage.dispose();
  }
}
