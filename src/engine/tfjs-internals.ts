/**
 * What we reach of tfjs 4.22.0 that it does not export: its version is pinned exactly for this file. Whoever needs one
 * more member declares it here, and `checkInternals` says at the start which one a tfjs lacks.
 */
import * as tf from './tf';
import type { Tensor, TensorInfo, WebGPUBackend } from './tf';

/** tfjs's pool: buffers of exact sizes, used again once the tensor that had them is gone. */
export interface BufferPool {
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  dispose(): void;
  numBytesUsed: number;
  numBytesAllocated: number;
}

/** Of the WebGPU backend. */
export interface BackendInternals {
  device: GPUDevice;
  bufferManager: BufferPool;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  adapterInfo: object;
  thresholdToIncreaseWorkgroups: number;
  tensorMap: { get(dataId: object): { resource: GPUBuffer | null; shape: number[] } };
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  tensorToBinding(tensor: TensorInfo | null): GPUBindingResource | null;
  uploadToGPU(dataId: object): void;
  /** Every dispatch of tfjs's own kernels. */
  runWebGPUProgram(...args: unknown[]): unknown;
  read(dataId: object): Promise<tf.BackendValues>;
  readSync(dataId: object): unknown;
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
}

/** Of the engine, which every operation passes. */
export interface EngineInternals {
  /** The backend of the moment and those that are known, by name. */
  backendInstance: unknown;
  registry: Record<string, unknown>;
  /** The tape of the gradients under way, if any. */
  state: {
    activeTape: TapeEntry[] | null;
    /** What `tf.memory()` says. */
    numTensors: number;
    numBytes: number;
    numDataBuffers: number;
  };
  runKernel(name: string, ...rest: unknown[]): unknown;
  /** What `tf.customGrad` is made of; that one computes all gradients where this computes those that are asked for. */
  runKernelFunc<T extends Tensor | Tensor[]>(operation: {
    inputs: Record<string, Tensor>;
    forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => T;
    backwardsFunc: (dy: T, saved: Tensor[]) => Record<string, () => Tensor>;
  }): T;
}

export interface TapeEntry {
  saved?: Tensor[];
  /** The gradient of each input, by name, once somebody asks for it. */
  gradient?: (dys: Tensor[]) => Record<string, () => Tensor>;
}

const BACKEND: readonly (keyof BackendInternals)[] = [
  'device',
  'bufferManager',
  'commandEncoder',
  'computePassEncoder',
  'commandQueueOwnedIds',
  'dispatchCountInPass',
  'adapterInfo',
  'thresholdToIncreaseWorkgroups',
  'tensorMap',
  'ensureCommandEncoderReady',
  'endComputePassEncoder',
  'submitQueue',
  'tensorToBinding',
  'uploadToGPU',
  'runWebGPUProgram',
  'read',
  'readSync',
  'getBufferData',
];
const POOL: readonly (keyof BufferPool)[] = [
  'acquireBuffer',
  'releaseBuffer',
  'dispose',
  'numBytesUsed',
  'numBytesAllocated',
];
const ENGINE: readonly (keyof EngineInternals)[] = [
  'backendInstance',
  'registry',
  'state',
  'runKernel',
  'runKernelFunc',
];

export const backendInternals = (backend: WebGPUBackend): BackendInternals => backend as unknown as BackendInternals;
export const engineInternals = (): EngineInternals => tf.engine() as unknown as EngineInternals;

/** Of the CPU backend. */
interface CpuInternals {
  data: { has(dataId: object): boolean; get(dataId: object): { values: unknown } };
  write(values: unknown, shape: number[], dtype: string): object;
  readSync(dataId: object): unknown;
  /** @returns whether nobody refers to the numbers any more */
  disposeData(dataId: object, force?: boolean): boolean;
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo;
  /** With the first tensor in Node it advertises another backend. */
  firstUse: boolean;
}
const cpuBackend = (): CpuInternals => tf.backend() as unknown as CpuInternals;

/** The live numbers of a tensor on tfjs's CPU backend. */
export const cpuNumbers = ({ dataId }: TensorInfo): Float32Array =>
  cpuBackend().data.get(dataId).values as Float32Array;
/** A tensor there that takes over `numbers`. */
export const makeOnCpu = (shape: readonly number[], numbers: Float32Array): TensorInfo =>
  cpuBackend().makeTensorInfo([...shape], 'float32', numbers);

/** Hears of every Float32Array as it becomes that of a tensor, is handed out of one, and as its last tensor is gone. */
export interface ArrayWatch {
  written(array: Float32Array): void;
  read(array: Float32Array): void;
  gone(array: Float32Array<ArrayBuffer>): void;
}

const watched = new WeakSet<object>();

/** Once for each backend: whoever watches it first goes on. */
export function watchCpuArrays(watch: ArrayWatch): void {
  const backend = cpuBackend();
  if (watched.has(backend)) return;
  watched.add(backend);
  const [write, readSync, disposeData] = [backend.write, backend.readSync, backend.disposeData];
  const isOurs = (values: unknown): values is Float32Array<ArrayBuffer> => values instanceof Float32Array;
  backend.write = function (this: CpuInternals, values, shape, dtype) {
    if (isOurs(values)) watch.written(values);
    return write.call(this, values, shape, dtype);
  };
  backend.readSync = function (this: CpuInternals, dataId) {
    const values = readSync.call(this, dataId);
    if (isOurs(values)) watch.read(values);
    return values;
  };
  backend.disposeData = function (this: CpuInternals, dataId, force) {
    const values = this.data.has(dataId) ? this.data.get(dataId).values : null;
    const isGone = disposeData.call(this, dataId, force);
    if (isGone && isOurs(values)) watch.gone(values);
    return isGone;
  };
}

const CPU: readonly (keyof CpuInternals)[] = ['data', 'write', 'readSync', 'disposeData', 'makeTensorInfo', 'firstUse'];

/** Keeps the CPU backend from advertising another one. @throws Error that names what this tfjs lacks */
export function quietCpu(): void {
  const missing = [...lacking('MathBackendCPU', cpuBackend(), CPU), ...lacking('Engine', engineInternals(), ENGINE)];
  if (missing.length > 0) throw new Error(lacks(missing));
  cpuBackend().firstUse = false;
}

/** @throws Error that names what this tfjs lacks, or says that `tfjs-core` is loaded twice */
export function checkInternals(backend: WebGPUBackend): void {
  if (!(backend instanceof tf.KernelBackend))
    throw new Error('tfjs-core is loaded twice: the backend is built on another copy than the operations');
  const { bufferManager } = backendInternals(backend);
  const engine = engineInternals();
  const missing = [
    ...lacking('WebGPUBackend', backend, BACKEND),
    ...lacking('BufferManager', bufferManager, POOL),
    ...lacking('Engine', engine, ENGINE),
  ];
  if (missing.length > 0) throw new Error(lacks(missing));
}

const lacks = (missing: readonly string[]): string =>
  `tfjs ${tf.version_core} lacks ${missing.join(', ')}: the engine is written for the inside of tfjs 4.22.0`;

const lacking = (owner: string, of: object | undefined, members: readonly string[]): string[] =>
  members.filter((name) => !of || !(name in of)).map((name) => `${owner}.${name}`);
