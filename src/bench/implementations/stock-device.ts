/**
 * tfjs's own WebGPU backend on a device of its own, as a user of tfjs gets it: its own kernels, its own device request.
 * One limit is raised beyond that request, because sums of many tensors are wrong at its default of 8 storage buffers.
 */
import * as tf from '../../engine/tf';
import { backendInternals } from '../../engine/tfjs-internals';

/**
 * A backend of another name, so that Tower Lab's kernels, which replace some of the name `webgpu`, are not among its
 * own. The copies are made while modules load: before a device of ours can be open.
 */
const BACKEND = 'stock';
if ('webgpu' in tf.engine().registry)
  throw new Error('internal: the stock implementation must be loaded before a device is opened');
tf.copyRegisteredKernels('webgpu', BACKEND);

/** tfjs's request (tfjs-backend-webgpu 4.22.0, base.ts), with the storage buffers added. */
const RAISED = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage',
] as const;

export interface StockDevice {
  readonly device: GPUDevice;
  /** Makes tfjs run on it. */
  enter(): Promise<void>;
  /** Submits what tfjs has encoded. */
  submit(): void;
  /** @throws the first error of WebGPU that nobody heard */
  throwErrors(): void;
  close(): void;
}

export async function openStockDevice(gpu: GPU): Promise<StockDevice> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('requestAdapter returned null');
  const requiredFeatures: GPUFeatureName[] = adapter.features.has('timestamp-query') ? ['timestamp-query'] : [];
  const device = await adapter.requestDevice({
    requiredFeatures,
    requiredLimits: Object.fromEntries(RAISED.map((name) => [name, adapter.limits[name]])),
  });
  const errors: string[] = [];
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    errors.push(event.error.message);
  });
  const backend = new tf.WebGPUBackend(device, adapter.info);
  tf.registerBackend(BACKEND, () => backend);
  const enter = async (): Promise<void> => {
    if (!(await tf.setBackend(BACKEND))) throw new Error('tfjs refused its own backend');
    tf.env().set('WEBGPU_CPU_FORWARD', true);
  };
  await enter();
  return {
    device,
    enter,
    submit() {
      // tfjs keeps up to 14 dispatches in an open encoder.
      const encoding = backendInternals(backend);
      encoding.endComputePassEncoder();
      if (encoding.commandEncoder) encoding.submitQueue();
    },
    throwErrors() {
      if (errors[0] !== undefined) throw new Error(`WebGPU: ${errors[0]}`);
    },
    close() {
      tf.removeBackend(BACKEND);
      device.destroy();
    },
  };
}
