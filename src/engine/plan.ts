/**
 * Record a step once, replay it: the first run executes as usual while every dispatch of tfjs and of our kernels is
 * kept with its pipeline and bind group; later runs encode them into one pass and submit once. What changes from step
 * to step lies in fixed buffers (`Storage`) that are written before. The step's own buffers come from a pool of the
 * plan's: nobody else's live tensor is ever among them, and inside the plan a buffer is used again as soon as its
 * tensor is gone, since a replay runs in the recorded order.
 */
import type { KernelTimes, Timed } from './kernel-times';
import { currentOwner } from './owner';
import { dispatches, flush, onGpu, webgpuBackend, type AskingPass, type Workgroups } from './run-kernel';
import { backendInternals, engineInternals, type BackendInternals, type BufferPool } from './tfjs-internals';

interface Dispatch extends Timed {
  bindGroup: GPUBindGroup;
  /** A function where it depends on the step. */
  grid: Workgroups | (() => Workgroups);
}

/** What a recording cannot hold, with the operation it came from. */
export class CannotRecord extends Error {
  constructor(
    readonly operation: string,
    why: string,
  ) {
    super(`${operation} cannot be recorded: ${why}`);
    this.name = 'CannotRecord';
  }
}

/**
 * Uniforms and constants of plans. A tensor made before a recording but uploaded in it may be released long after: its
 * buffer stays the plan's.
 */
const planBuffers = new WeakSet<GPUBuffer>();
const guarded = new WeakSet<BufferPool>();

function keepPlanBuffers(shared: BufferPool): void {
  if (guarded.has(shared)) return;
  guarded.add(shared);
  const release = shared.releaseBuffer.bind(shared);
  shared.releaseBuffer = (buffer, reuse = true) => {
    if (!planBuffers.has(buffer)) release(buffer, reuse);
  };
}

/**
 * Bytes of the buffers that a plan has for itself, those of a plan beside it left out, and the most that were in use at
 * one time while it was recorded.
 */
interface PlanMemory {
  retained: number;
  peak: number;
}

export class Plan {
  private constructor(
    private readonly device: GPUDevice,
    private readonly steps: readonly Dispatch[],
    private readonly pool: PlanPool,
    private readonly pinned: ReadonlySet<GPUBuffer>,
    readonly memory: PlanMemory,
  ) {
    pool.plans += 1;
  }

  /** Dispatches of one replay, those that may have nothing to do included. */
  get dispatches(): number {
    return this.steps.length;
  }

  /**
   * Runs `step` and keeps what it dispatched. Every tensor it makes must be gone when it returns; where it throws, what
   * is gone is given back.
   * @param beside a plan that never runs at the same time: both use its buffers, and it has them to the last
   * @throws CannotRecord, naming the operation, where the step reads back from the GPU (a recording cannot wait),
   * computes on the host what would be frozen in the plan, or draws random numbers in JavaScript
   */
  static record(step: () => void, beside: Plan | null = null): Plan {
    const backend = backendInternals(webgpuBackend());
    flush();
    const { device, bufferManager: shared, ensureCommandEncoderReady: ready } = backend;
    const steps: Dispatch[] = [];
    const pinned = new Set<GPUBuffer>();
    const pool = beside?.pool ?? planPool(backend);
    const before = pool.numBytesAllocated;
    Object.assign(pool, { pinned, peak: 0 });
    backend.bufferManager = pool;
    backend.ensureCommandEncoderReady = () => {
      backend.commandEncoder ??= recordingEncoder(device.createCommandEncoder(), steps);
    };
    const watch = watchOperations(backend);
    keepPlanBuffers(shared);
    try {
      step();
      flush();
      if (watch.refused) throw watch.refused;
      if (pool.numBytesUsed > 0)
        throw new Error(`a recorded step must leave no tensor behind; ${pool.numBytesUsed} bytes are still in use`);
    } catch (error) {
      // What was encoded so far holds buffers of the plan's: it goes while they are known.
      flush();
      if (pool.numBytesUsed === 0 && pool.plans === 0) pool.dispose();
      throw error;
    } finally {
      backend.bufferManager = shared;
      backend.ensureCommandEncoderReady = ready;
      watch.end();
    }
    const uniforms = [...pinned].reduce((sum, { size }) => sum + size, 0);
    const memory = { retained: pool.numBytesAllocated - before + uniforms, peak: pool.peak + uniforms };
    return new Plan(device, steps, pool, pinned, memory);
  }

  /**
   * One pass, one submit.
   * @param times takes how long each kernel is; the numbers are the same
   */
  replay(times: KernelTimes | null = null): void {
    if (onGpu()) flush();
    if (times) {
      const steps = this.steps.filter(({ grid }) => gridOf(grid)[0] > 0);
      times.replay(steps, encode);
      dispatches.count += steps.length;
    } else dispatches.count += this.submit();
  }

  /** @returns how many dispatches had something to do */
  private submit(): number {
    const { steps } = this;
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    let current: GPUComputePipeline | null = null;
    let encoded = 0;
    // Every call here is one into the browser: nothing is set that is set already.
    for (let i = 0; i < steps.length; i++) {
      const { pipeline, bindGroup, grid } = steps[i]!;
      const [x, y, z] = gridOf(grid);
      if (x === 0) continue;
      if (pipeline !== current) pass.setPipeline((current = pipeline));
      pass.setBindGroup(0, bindGroup);
      if (z > 1) pass.dispatchWorkgroups(x, y, z);
      else if (y > 1) pass.dispatchWorkgroups(x, y);
      else pass.dispatchWorkgroups(x);
      encoded += 1;
    }
    pass.end();
    this.device.queue.submit([encoder.finish()]);
    return encoded;
  }

  dispose(): void {
    this.pool.plans -= 1;
    if (this.pool.plans === 0) this.pool.dispose();
    for (const buffer of this.pinned) buffer.destroy();
  }
}

const gridOf = (grid: Dispatch['grid']): Workgroups => (typeof grid === 'function' ? grid() : grid);

function encode(pass: GPUComputePassEncoder, { pipeline, bindGroup, grid }: Dispatch): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...gridOf(grid));
}

/**
 * Refuses what a recording cannot hold; `end` gives tfjs its functions back. An operation may swallow what is thrown in
 * it: `refused` keeps it.
 */
function watchOperations(backend: BackendInternals) {
  const engine = engineInternals();
  const { getBufferData, readSync } = backend;
  const { runKernel } = engine;
  const { random } = Math;
  let operation = 'the step itself';
  const watch = {
    refused: null as CannotRecord | null,
    end() {
      backend.getBufferData = getBufferData;
      backend.readSync = readSync;
      engine.runKernel = runKernel;
      Math.random = random;
    },
  };
  const refuse = (why: string): never => {
    watch.refused ??= new CannotRecord(operation, why);
    throw watch.refused;
  };
  engine.runKernel = (name, ...rest) => {
    const outer = operation;
    operation = name;
    try {
      return runKernel.call(engine, name, ...rest);
    } finally {
      operation = outer;
    }
  };
  backend.getBufferData = async () => refuse('it reads back from the GPU');
  backend.readSync = () => refuse('it reads on the host what is on the GPU, and would freeze it');
  Math.random = () =>
    refuse('it draws random numbers in JavaScript, which every replay would repeat; draw them by counter');
  return watch;
}

/** The buffers of a plan, or of several that take turns. */
interface PlanPool extends BufferPool {
  /** Most bytes in use at one time in the recording of the moment, and its uniforms and constants. */
  peak: number;
  pinned: Set<GPUBuffer>;
  plans: number;
}

/**
 * Uniforms and uploaded constants are written from JavaScript once, while recording, so their buffers are never used
 * for anything else.
 */
function planPool(backend: BackendInternals): PlanPool {
  const { device } = backend;
  const Pool = backend.bufferManager.constructor as new (device: GPUDevice) => BufferPool;
  const pool: PlanPool = Object.assign(new Pool(device), { peak: 0, pinned: new Set<GPUBuffer>(), plans: 0 });
  const acquire = pool.acquireBuffer.bind(pool);
  const release = pool.releaseBuffer.bind(pool);
  pool.acquireBuffer = (size, usage, mappedAtCreation = false, reuse = true) => {
    if (!mappedAtCreation && !(usage & GPUBufferUsage.UNIFORM)) {
      const found = acquire(size, usage, mappedAtCreation, reuse);
      pool.peak = Math.max(pool.peak, pool.numBytesUsed);
      return found;
    }
    const buffer = device.createBuffer({ size, usage, mappedAtCreation });
    pool.pinned.add(buffer);
    planBuffers.add(buffer);
    return buffer;
  };
  pool.releaseBuffer = (buffer, reuse = true) => {
    if (!planBuffers.has(buffer)) release(buffer, reuse);
  };
  return pool;
}

/** Executes and remembers. tfjs uses no more of an encoder than this. */
function recordingEncoder(encoder: GPUCommandEncoder, steps: Dispatch[]): GPUCommandEncoder {
  return {
    beginComputePass: () => recordingPass(encoder.beginComputePass(), steps),
    copyBufferToBuffer: () => {
      throw new Error('a recorded step cannot copy buffers');
    },
    finish: () => encoder.finish(),
  } as unknown as GPUCommandEncoder;
}

function recordingPass(pass: GPUComputePassEncoder, steps: Dispatch[]): GPUComputePassEncoder {
  let pipeline: GPUComputePipeline | null = null;
  let bindGroup: GPUBindGroup | null = null;
  const keep = (grid: Dispatch['grid'], now: Workgroups): void => {
    if (!pipeline || !bindGroup) throw new Error('internal: a dispatch without pipeline or bind group');
    steps.push({ pipeline, bindGroup, grid, node: currentOwner() });
    if (now[0] > 0) pass.dispatchWorkgroups(...now);
  };
  return {
    setPipeline(next: GPUComputePipeline) {
      pipeline = next;
      pass.setPipeline(next);
    },
    setBindGroup(index: number, next: GPUBindGroup) {
      bindGroup = next;
      pass.setBindGroup(index, next);
    },
    dispatchWorkgroups: (x: number, y = 1, z = 1) => keep([x, y, z], [x, y, z]),
    dispatchAsked: (grid: () => Workgroups) => keep(grid, grid()),
    end: () => pass.end(),
  } as unknown as GPUComputePassEncoder & AskingPass;
}
