/** What the adapter itself can do: the yardstick beside which a step's time says something. */
import { openDevice } from '../../engine/device';
import { flush } from '../../engine/run-kernel';
import * as tf from '../../engine/tf';

export interface AdapterReport {
  name: string;
  software: boolean;
  /** Bytes a second of a triad a = b + s c over 288 MiB. */
  bandwidth: number;
  /** FLOP a second of the project's own matMul, square. */
  ownProduct: number;
  /** Seconds of one dispatch that does nothing, in a pass of many. */
  dispatch: number;
}

export interface Yardstick extends AdapterReport {
  /** The same in a library that a vendor tunes, on the same hardware, and whose; null where there is none to ask. */
  product: { flops: number; by: string } | null;
}

const RUNS = 5;
/**
 * Three arrays of this size lie under the least storage binding a WebGPU device has (128 MiB), and together above 256
 * MB.
 */
const TRIAD_BYTES = 96 * 2 ** 20;
const TRIAD_GROUP = 64;
const TRIAD_GROUPS_X = 4096;
const EMPTY_DISPATCHES = 1000;

const TRIAD = `
@group(0) @binding(0) var<storage, read_write> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> c: array<vec4<f32>>;
@compute @workgroup_size(${TRIAD_GROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * ${TRIAD_GROUPS_X * TRIAD_GROUP}u + id.x;
  a[i] = b[i] + 3.0 * c[i];
}`;
const EMPTY = '@compute @workgroup_size(1) fn main() {}';

export async function measureAdapter(gpu: GPU): Promise<AdapterReport> {
  const device = await openDevice({ gpu });
  if (!device.gpu) throw new Error('internal: WebGPU was asked for');
  try {
    const bandwidth = await triad(device.gpu);
    const dispatch = await emptyDispatch(device.gpu);
    const ownProduct = await squareMatMul(device.gpu, device.software ? 512 : 4096);
    return { name: device.adapter, software: device.software, bandwidth, ownProduct, dispatch };
  } finally {
    device.close();
  }
}

/** Seconds of the quickest of several runs. */
async function best(device: GPUDevice, run: () => void): Promise<number> {
  let seconds = Infinity;
  for (let i = 0; i <= RUNS; i++) {
    const began = performance.now();
    run();
    await device.queue.onSubmittedWorkDone();
    // The first one compiles.
    if (i > 0) seconds = Math.min(seconds, (performance.now() - began) / 1000);
  }
  return seconds;
}

const pipelineOf = (device: GPUDevice, code: string): GPUComputePipeline =>
  device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code }), entryPoint: 'main' },
  });

function inPass(device: GPUDevice, encode: (pass: GPUComputePassEncoder) => void): void {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  encode(pass);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

async function triad(device: GPUDevice): Promise<number> {
  const buffers = [0, 1, 2].map(() => device.createBuffer({ size: TRIAD_BYTES, usage: GPUBufferUsage.STORAGE }));
  const pipeline = pipelineOf(device, TRIAD);
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const seconds = await best(device, () =>
    inPass(device, (pass) => {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(TRIAD_GROUPS_X, TRIAD_BYTES / 16 / TRIAD_GROUP / TRIAD_GROUPS_X);
    }),
  );
  for (const buffer of buffers) buffer.destroy();
  return (buffers.length * TRIAD_BYTES) / seconds;
}

async function emptyDispatch(device: GPUDevice): Promise<number> {
  const pipeline = pipelineOf(device, EMPTY);
  const seconds = await best(device, () =>
    inPass(device, (pass) => {
      pass.setPipeline(pipeline);
      for (let i = 0; i < EMPTY_DISPATCHES; i++) pass.dispatchWorkgroups(1);
    }),
  );
  return seconds / EMPTY_DISPATCHES;
}

async function squareMatMul(device: GPUDevice, size: number): Promise<number> {
  const [a, b] = [tf.ones([size, size]), tf.ones([size, size])] as [tf.Tensor2D, tf.Tensor2D];
  const seconds = await best(device, () => {
    tf.dispose(tf.matMul(a, b));
    flush();
  });
  tf.dispose([a, b]);
  return (2 * size ** 3) / seconds;
}
