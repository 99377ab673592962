/**
 * The catalogue's vectors on the device, as a list of chunks that each fit one binding: 1e6 x 64 floats are two on an
 * adapter that binds 128 MiB.
 */
import { areFinite } from '../../are-finite';
import { flush, gridFor, hostArray, onGpu, runKernel, webgpuBackend, WORKGROUP } from '../../run-kernel';
import { LimitError, Storage } from '../../storage';
import type * as tf from '../../tf';

/** Rows that lie interleaved: neighbouring lanes, each with a row of its own, then read neighbouring addresses. */
export const BLOCK = 64;

export interface IndexChunk {
  /** Catalogue index of its first row. */
  readonly first: number;
  readonly rows: number;
  /**
   * On WebGPU [rows / BLOCK, width / 4, BLOCK] vectors of four, both divisions rounded up and padded with zeros: number
   * d of row r is component d % 4 of element ((r / BLOCK) * depth + d / 4) * BLOCK + r % BLOCK. On the CPU path [rows,
   * width].
   */
  readonly storage: Storage;
}

export class ItemIndex {
  readonly chunks: readonly IndexChunk[];
  private readonly place: Storage;
  /** [1] 1 = some number that was written is not finite. */
  readonly notFinite: Storage;

  /**
   * @param rows items of the catalogue
   * @param width numbers of a vector
   * @param chunkRows rows of a chunk, a multiple of BLOCK; given in tests, otherwise what the adapter can bind
   * @throws LimitError where not even one block of such rows can be bound
   */
  constructor(
    readonly rows: number,
    readonly width: number,
    chunkRows = onGpu() ? mostRows(width) : Math.max(1, rows),
  ) {
    const gpu = onGpu();
    if (gpu && (chunkRows < BLOCK || chunkRows % BLOCK !== 0))
      throw new RangeError(`a chunk of an item index has a multiple of ${BLOCK} rows, got ${chunkRows}`);
    const made = Storage.allOrNone(() => {
      const chunks: IndexChunk[] = [];
      for (let first = 0; first < rows; first += chunkRows) {
        const held = Math.min(chunkRows, rows - first);
        const shape = gpu ? [Math.ceil(held / BLOCK), this.depth, BLOCK, 4] : [held, width];
        chunks.push({ first, rows: held, storage: Storage.create(`item vectors from ${first}`, shape, 'float32') });
      }
      return {
        chunks,
        place: Storage.create('place in the item index', [4], 'int32'),
        notFinite: Storage.create('whether an item index is not finite', [1], 'float32'),
      };
    });
    this.chunks = made.chunks;
    this.place = made.place;
    this.notFinite = made.notFinite;
  }

  /** Vectors of four in a row. */
  get depth(): number {
    return Math.ceil(this.width / 4);
  }

  /** [rows, width] the live numbers on the CPU path, where the index is one chunk. */
  get hostVectors(): Float32Array {
    return this.chunks[0]?.storage.host ?? new Float32Array(0);
  }

  /**
   * Copies the first `count` rows of `vectors` to the catalogue's rows from `first` on.
   * @param vectors [at least count, width]
   * @throws RangeError where they do not fit
   */
  write(first: number, vectors: tf.Tensor2D, count = vectors.shape[0]): void {
    if (vectors.shape[1] !== this.width || count > vectors.shape[0] || first < 0 || first + count > this.rows) {
      throw new RangeError(
        `an item index of ${this.rows} rows of ${this.width} cannot take ${count} rows of [${vectors.shape}] from row ${first} on`,
      );
    }
    for (const chunk of this.chunks) {
      const from = Math.max(first, chunk.first);
      const rows = Math.min(first + count, chunk.first + chunk.rows) - from;
      if (rows <= 0) continue;
      if (!onGpu()) {
        const given = hostArray(vectors).subarray((from - first) * this.width, (from - first + rows) * this.width);
        chunk.storage.host.set(given, (from - chunk.first) * this.width);
        if (!areFinite(given)) this.notFinite.host[0] = 1;
        continue;
      }
      // The place of the copy before must have been read before it is written over.
      flush();
      this.place.write(Uint32Array.of(this.width, rows, from - first, from - chunk.first));
      runKernel(
        'index rows',
        copySource,
        [vectors, this.place.binding, chunk.storage.binding, this.notFinite.binding],
        gridFor(rows * this.depth),
      );
    }
  }

  /**
   * Whether all numbers that were written are finite. An item without a score is above nobody: it would fall out of
   * every list, and the others would move up.
   */
  async isFinite(): Promise<boolean> {
    const [notFinite] = await this.notFinite.read();
    return notFinite === 0;
  }

  /** [rows, width] the numbers as they stand after all that was written. */
  async read(): Promise<Float32Array> {
    const out = new Float32Array(this.rows * this.width);
    for (const { first, rows, storage } of this.chunks) {
      const held = await storage.read();
      for (let row = 0; row < rows; row++) {
        for (let d = 0; d < this.width; d++) {
          const block = (Math.floor(row / BLOCK) * this.depth + Math.floor(d / 4)) * BLOCK + (row % BLOCK);
          out[(first + row) * this.width + d] = held[onGpu() ? block * 4 + (d % 4) : row * this.width + d]!;
        }
      }
    }
    return out;
  }

  dispose(): void {
    // A copy that is still to be submitted must not meet a destroyed buffer.
    if (onGpu()) flush();
    for (const { storage } of this.chunks) storage.dispose();
    this.place.dispose();
    this.notFinite.dispose();
  }
}

function mostRows(width: number): number {
  const { maxStorageBufferBindingSize, maxBufferSize } = webgpuBackend().device.limits;
  const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  const blockBytes = Math.ceil(width / 4) * 16 * BLOCK;
  if (blockBytes > limit) throw new LimitError(`an item index of width ${width}`, blockBytes, limit);
  return Math.floor(limit / blockBytes) * BLOCK;
}

/** WGSL: where the vectors of four of a row begin in a chunk; they lie BLOCK apart. */
export const rowStart = (row: string, depth: string): string =>
  `((${row} / ${BLOCK}u) * ${depth} * ${BLOCK}u + ${row} % ${BLOCK}u)`;

/** WGSL, by its bits: of a comparison a compiler may take it that no number is infinite. */
export const isNotFinite = (x: string): string => `((bitcast<u32>(${x}) & 0x7f800000u) == 0x7f800000u)`;

const copySource = `
@group(0) @binding(0) var<storage, read> vectors: array<f32>;
@group(0) @binding(1) var<storage, read> place: array<u32>;
@group(0) @binding(2) var<storage, read_write> items: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> not_finite: array<f32>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * ${WORKGROUP}u + local;
  let width = place[0];
  let depth = (width + 3u) / 4u;
  if (index >= place[1] * depth) { return; }
  let row = index / depth;
  let d = index % depth;
  var four = vec4<f32>();
  for (var i = 0u; i < min(4u, width - d * 4u); i++) {
    let one = vectors[(place[2] + row) * width + d * 4u + i];
    four[i] = one;
    if (${isNotFinite('one')}) { not_finite[0] = 1.0; }
  }
  let at = place[3] + row;
  items[${rowStart('at', 'depth')} + d * ${BLOCK}u] = four;
}`;
