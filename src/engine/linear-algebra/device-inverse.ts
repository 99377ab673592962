/**
 * Inverse of a symmetric positive definite matrix in float32 on a GPU of its own, by blocked Cholesky: n³ / 2
 * multiply-adds. L, L⁻¹ and L⁻ᵀ L⁻¹ come out of one sweep over the blocks (Bientinesi, Gunter and van de Geijn, ACM
 * TOMS 2008), so that every step is the same: factor a diagonal block, solve the blocks beside it, and update all
 * tiles on and below the diagonal by the panel that comes of it. The matrix is overwritten, and nothing else of its
 * size is held.
 *
 * Nothing of tfjs is needed here: the device is no one else's, and is closed after use.
 */
import { describeAdapter, isSoftware } from '../adapter';
import { LimitError } from '../limit-error';
import { readBuffer } from '../readback';
import { BLOCK, FACTOR, PANEL, TILE, UPDATE } from './device-inverse-source';
import { NotPositiveDefiniteError, type TakeTurn } from './symmetric-inverse';

/** Why there is no device for it. */
export type NoInverseReason = 'no-adapter' | 'software';

/** Multiply-adds that a small GPU does in some tens of milliseconds. */
const OF_SUBMIT = 2e9;
/** Submits that wait or run. */
const UNDER_WAY = 2;
/** Bytes that are written or read at once. */
const OF_TRANSFER = 2 ** 24;
/** What a uniform's place in its buffer is a multiple of, on every adapter. */
const ALIGNMENT = 256;

interface Stage {
  pipeline: GPUComputePipeline;
  layout: GPUBindGroupLayout;
}

interface Buffers {
  steps: GPUBuffer;
  matrix: GPUBuffer;
  inverse: GPUBuffer;
  panel: GPUBuffer;
  failed: GPUBuffer;
}

export interface InverseWatch {
  /** Asked between submits: where it rejects, the inverse is given up. */
  takeTurn: TakeTurn;
  onProgress?: (fraction: number) => void;
  /** Multiply-adds of a submit, about; at least a step. */
  ofSubmit?: number;
}

export class DeviceInverse {
  private constructor(
    private readonly device: GPUDevice,
    /** The adapter in words. */
    readonly adapter: string,
    /** The adapter's limit on a buffer that is bound. */
    private readonly most: number,
    private readonly stages: Record<'factor' | 'panel' | 'update', Stage>,
  ) {}

  /**
   * @param gpu `navigator.gpu`, or Dawn's in Node
   * @param software whether a CPU that stands in for a GPU will do: the host is quicker, and more exact
   */
  static async open(gpu: GPU | undefined, { software = false } = {}): Promise<DeviceInverse | NoInverseReason> {
    const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return 'no-adapter';
    if (isSoftware(adapter.info) && !software) return 'software';
    const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } });
    // What goes wrong is thrown where it is waited for.
    device.addEventListener('uncapturederror', (event) => event.preventDefault());
    const read = 'read-only-storage';
    try {
      const [factor, panel, update] = await Promise.all([
        stageOf(device, 'factor', FACTOR, ['storage', 'storage', 'storage']),
        stageOf(device, 'panel', PANEL, ['storage', read, 'storage']),
        stageOf(device, 'update', UPDATE, ['storage', read]),
      ]);
      const most = Math.min(maxStorageBufferBindingSize, maxBufferSize);
      return new DeviceInverse(device, describeAdapter(adapter.info), most, { factor, panel, update });
    } catch (error) {
      device.destroy();
      throw error;
    }
  }

  close(): void {
    this.device.destroy();
  }

  /**
   * @param a [n x n], row by row; the lower triangle is read, and the whole square overwritten with the inverse at the
   * end: where this rejects, it is as it was
   * @throws LimitError before anything is allocated, where the adapter cannot bind the matrix;
   * NotPositiveDefiniteError; Error where the device has not the memory, or is lost; the reason of `takeTurn`
   */
  async invert(a: Float64Array, n: number, watch: InverseWatch): Promise<void> {
    const size = Math.ceil(n / TILE) * TILE;
    if (4 * size ** 2 > this.most) throw new LimitError(`a matrix of ${n} x ${n}`, 4 * size ** 2, this.most);
    const buffers = await this.allocate(size);
    try {
      await this.write(buffers.matrix, a, n, size, watch.takeTurn);
      await this.sweep(buffers, size, watch);
      const [failed] = new Uint32Array(await readBuffer(this.device, buffers.failed, 4));
      if (failed) throw new NotPositiveDefiniteError(failed - 1, n, 'float32');
      await this.read(buffers.matrix, a, n, size);
    } finally {
      for (const buffer of Object.values(buffers) as GPUBuffer[]) buffer.destroy();
    }
  }

  /** @throws Error where there is not the memory */
  private async allocate(size: number): Promise<Buffers> {
    const { device } = this;
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const made = (label: string, bytes: number, usage: number): GPUBuffer =>
      device.createBuffer({ label, size: bytes, usage });
    device.pushErrorScope('validation');
    device.pushErrorScope('out-of-memory');
    const buffers: Buffers = {
      steps: made('steps', (size / BLOCK) * ALIGNMENT, UNIFORM | COPY_DST),
      matrix: made('matrix', 4 * size ** 2, STORAGE | COPY_SRC | COPY_DST),
      inverse: made('inverse of a block', 4 * BLOCK ** 2, STORAGE),
      panel: made('panel', 4 * BLOCK * size, STORAGE),
      failed: made('failed', 4, STORAGE | COPY_SRC),
    };
    const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
    const error = errors.find((found) => found !== null);
    if (error) {
      for (const buffer of Object.values(buffers) as GPUBuffer[]) buffer.destroy();
      throw new Error(error.message);
    }
    const steps = new Uint32Array(((size / BLOCK) * ALIGNMENT) / 4);
    for (let block = 0; block < size / BLOCK; block++) steps.set([block, size], (block * ALIGNMENT) / 4);
    device.queue.writeBuffer(buffers.steps, 0, steps);
    return buffers;
  }

  /** The lower triangle, and below and beside it the identity. */
  private async write(matrix: GPUBuffer, a: Float64Array, n: number, size: number, takeTurn: TakeTurn): Promise<void> {
    const rows = rowsAtOnce(size);
    for (let first = 0; first < size; first += rows) {
      const part = new Float32Array(Math.min(rows, size - first) * size);
      for (let row = first; row < first + part.length / size; row++) {
        if (row < n) part.set(a.subarray(row * n, row * n + row + 1), (row - first) * size);
        else part[(row - first) * size + row] = 1;
      }
      this.device.queue.writeBuffer(matrix, first * size * 4, part);
      // What is written waits in memory until it is there.
      await this.device.queue.onSubmittedWorkDone();
      await takeTurn();
    }
  }

  private async sweep(
    { steps, matrix, inverse, panel, failed }: Buffers,
    size: number,
    { takeTurn, onProgress, ofSubmit = OF_SUBMIT }: InverseWatch,
  ): Promise<void> {
    const { device, stages } = this;
    const groupOf = ({ layout }: Stage, bound: readonly GPUBuffer[]): GPUBindGroup =>
      device.createBindGroup({
        layout,
        entries: [{ buffer: steps, size: 8 }, ...bound.map((buffer) => ({ buffer }))].map((resource, binding) => ({
          binding,
          resource,
        })),
      });
    const blocks = size / BLOCK;
    const tiles = size / TILE;
    const kernels = [
      { ...stages.factor, group: groupOf(stages.factor, [matrix, inverse, failed]), grid: [1, 1] },
      { ...stages.panel, group: groupOf(stages.panel, [matrix, inverse, panel]), grid: [blocks, 1] },
      { ...stages.update, group: groupOf(stages.update, [matrix, panel]), grid: [tiles, tiles] },
    ] as const;
    const atOnce = Math.max(1, Math.floor(ofSubmit / ((size ** 2 * BLOCK) / 2)));
    const underWay: Promise<void>[] = [];
    for (let first = 0; first < blocks; first += atOnce) {
      const end = Math.min(first + atOnce, blocks);
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (let block = first; block < end; block++) {
        for (const { pipeline, group, grid } of kernels) {
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group, [block * ALIGNMENT]);
          pass.dispatchWorkgroups(grid[0], grid[1]);
        }
      }
      pass.end();
      device.queue.submit([encoder.finish()]);
      underWay.push(device.queue.onSubmittedWorkDone().then(() => onProgress?.(end / blocks)));
      if (underWay.length >= UNDER_WAY) await underWay.shift();
      await takeTurn();
    }
    await Promise.all(underWay);
  }

  /** What is there is -A⁻¹, on and below the diagonal. */
  private async read(matrix: GPUBuffer, a: Float64Array, n: number, size: number): Promise<void> {
    const rows = rowsAtOnce(size);
    for (let first = 0; first < n; first += rows) {
      const end = Math.min(first + rows, n);
      const part = new Float32Array(await readBuffer(this.device, matrix, (end - first) * size * 4, first * size * 4));
      for (let i = first; i < end; i++)
        for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = -part[(i - first) * size + j]!;
    }
  }
}

const rowsAtOnce = (size: number): number => Math.max(1, Math.floor(OF_TRANSFER / (4 * size)));

async function stageOf(
  device: GPUDevice,
  name: string,
  code: string,
  types: readonly GPUBufferBindingType[],
): Promise<Stage> {
  const label = `inverse, ${name}`;
  const layout = device.createBindGroupLayout({
    label,
    entries: [{ type: 'uniform' as const, hasDynamicOffset: true }, ...types.map((type) => ({ type }))].map(
      (buffer, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer }),
    ),
  });
  const module = device.createShaderModule({ label, code });
  const pipeline = await device.createComputePipelineAsync({
    label,
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'main' },
  });
  return { pipeline, layout };
}
