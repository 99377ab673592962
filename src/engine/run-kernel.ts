/**
 * Our kernels are encoded into the compute pass tfjs has open, so that its dispatches and ours run in program order (a
 * queue.submit of our own would overtake tfjs's unsubmitted commands).
 */
import * as tf from './tf';
import type { TensorInfo } from './tf';
import { backendInternals, cpuNumbers, type BackendInternals } from './tfjs-internals';

export function onGpu(): boolean {
  return tf.getBackend() === 'webgpu';
}

/**
 * tfjs on a backend that is neither of the two it runs on here: another implementation, which shares the models. Then a
 * kernel is what it would be without us, in tfjs's operations.
 */
export const onPlainTfjs = (): boolean => !['webgpu', 'cpu'].includes(tf.getBackend());

export function webgpuBackend(): tf.WebGPUBackend {
  const backend = tf.backend();
  if (!(backend instanceof tf.WebGPUBackend))
    throw new Error(`internal: a WebGPU kernel was called on the "${tf.getBackend()}" backend`);
  return backend;
}

const internals = (): BackendInternals => backendInternals(webgpuBackend());

function pipelineOf(device: GPUDevice, label: string, code: string): GPUComputePipeline {
  const module = device.createShaderModule({ label, code });
  return device.createComputePipeline({ label, layout: 'auto', compute: { module, entryPoint: 'main' } });
}

export type Binding = TensorInfo | GPUBuffer | GPUBufferBinding;

/** Dispatches so far, of tfjs's kernels and ours: read it before and after a step. */
export const dispatches = { count: 0 };

const counted = new WeakSet<BackendInternals>();

/** Counts tfjs's own dispatches too. */
export function countDispatches(): void {
  const backend = internals();
  if (counted.has(backend)) return;
  counted.add(backend);
  const original = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (...args) => {
    dispatches.count += 1;
    return original(...args);
  };
}

function resourceOf(backend: BackendInternals, binding: Binding): GPUBindingResource {
  if (!('dataId' in binding)) return 'buffer' in binding ? binding : { buffer: binding };
  webgpuBackend().uploadToGPU(binding.dataId);
  backend.commandQueueOwnedIds.add(binding.dataId);
  return backend.tensorToBinding(binding)!;
}

/** How many workgroups a dispatch has, in three dimensions; none = nothing to do. */
export type Workgroups = readonly [number, number, number];

/** A compute pass that keeps what it encodes, and asks again for a grid that a function gives. */
export interface AskingPass {
  dispatchAsked(grid: () => Workgroups): void;
}

/**
 * Encodes one dispatch; `name` is for errors and profiles. `bindings` are @group(0) @binding(0..) in order; the
 * source's entry point is `main`. A grid that depends on the step is a function, which a recording asks
 * before each replay. A buffer must not be bound twice in one dispatch when one of the bindings is
 * read_write.
 */
export function runKernel(
  name: string,
  source: string,
  bindings: readonly Binding[],
  workgroups: Workgroups | (() => Workgroups),
): void {
  const backend = internals();
  const pipeline = pipelineOf(backend.device, name, source);
  const bindGroup = backend.device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: bindings.map((binding, index) => ({ binding: index, resource: resourceOf(backend, binding) })),
  });
  backend.ensureCommandEncoderReady();
  const encoder = backend.commandEncoder;
  if (!encoder) throw new Error('internal: tfjs has no command encoder');
  backend.computePassEncoder ??= encoder.beginComputePass();
  const pass: GPUComputePassEncoder & Partial<AskingPass> = backend.computePassEncoder;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  const now = typeof workgroups === 'function' ? workgroups() : workgroups;
  if (typeof workgroups === 'function' && pass.dispatchAsked) pass.dispatchAsked(workgroups);
  else if (now[0] > 0) pass.dispatchWorkgroups(...now);
  if (now[0] === 0) return;
  dispatches.count += 1;
  backend.dispatchCountInPass += 1;
}

/** Submits everything encoded so far; needed before a raw `queue.writeBuffer` or a copy of our own. */
export function flush(): void {
  const backend = internals();
  backend.endComputePassEncoder();
  if (backend.commandEncoder) backend.submitQueue();
}

export const WORKGROUP = 64;
/** At most this many workgroups in one dimension; more threads go to a second one. */
const MOST_GROUPS = 65_535;

/** Workgroups for `threads` threads of a one-dimensional kernel; pair with `threadIndex` in the source. */
export function gridFor(threads: number): [number, number, number] {
  const groups = Math.ceil(threads / WORKGROUP);
  const x = Math.min(groups, MOST_GROUPS);
  return [x, Math.ceil(groups / Math.max(1, x)), 1];
}

/**
 * WGSL of a one-dimensional kernel with `index`, `local`, `group` and `groups`, whose bounds lie in a buffer: the body
 * returns where there is nothing to do.
 */
export const mainSource = (body: string): string => `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * ${WORKGROUP}u + local;
${body}
}`;

/**
 * The same, returning early past `threads`: a number, or WGSL. What is as long as something bound is better said so
 * than in numbers, which every batch size would compile anew.
 */
export const mainOver = (threads: number | string, body: string): string =>
  mainSource(`  if (index >= ${typeof threads === 'number' ? `${threads}u` : threads}) { return; }
${body}`);

/** A fresh tensor for a kernel to write into. */
export function emptyTensor<T extends tf.Tensor = tf.Tensor>(
  shape: readonly number[],
  type: 'float32' | 'int32' = 'float32',
): T {
  const info = webgpuBackend().makeTensorInfo([...shape], type);
  webgpuBackend().uploadToGPU(info.dataId);
  return tf.engine().makeTensorFromTensorInfo(info) as T;
}

/** The live numbers of a tensor on tfjs's CPU backend: what our plain references read and write in place. */
export const hostArray: (tensor: tf.Tensor) => Float32Array = cpuNumbers;
