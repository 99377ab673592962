/**
 * Which shaders some work runs, before it runs: it is rehearsed on a stand-in for the device that takes everything and
 * does nothing. That costs no memory of the device and none of its time, so that a model can be rehearsed whose weights
 * are not there yet.
 */
import { sourceOf, type Shader, type ShaderText } from './pipelines';
import { dispatches, webgpuBackend } from './run-kernel';
import { refuseLargeTensors } from './storage';
import { installViews } from './tensor-view';
import * as tf from './tf';
import { backendInternals, engineInternals } from './tfjs-internals';

/**
 * Rehearses one work after another, at once. What is read back never comes, so that a work ends where it waits for it;
 * it must wait for nothing else, or it would go on when the stand-in is gone.
 * @returns for each work the shaders that none before it ran
 */
export function rehearse(...works: readonly (() => void)[]): Shader[][] {
  const real = webgpuBackend();
  const seen: Shader[] = [];
  const backend = new tf.WebGPUBackend(standIn(real.device, seen), {} as GPUAdapterInfo);
  // What tfjs chooses its shaders by.
  const { adapterInfo, thresholdToIncreaseWorkgroups } = backendInternals(real);
  Object.assign(backend, { adapterInfo, thresholdToIncreaseWorkgroups });
  installViews(backend);
  refuseLargeTensors(backend);
  const engine = engineInternals();
  const { count } = dispatches;
  const { numTensors, numBytes, numDataBuffers } = engine.state;
  const use = (one: tf.WebGPUBackend): void => {
    engine.backendInstance = one;
    engine.registry['webgpu'] = one;
  };
  use(backend);
  try {
    return works.map((work) => {
      const before = seen.length;
      work();
      return seen.slice(before);
    });
  } finally {
    use(real);
    dispatches.count = count;
    // Whatever a work made is gone with the stand-in.
    Object.assign(engine.state, { numTensors, numBytes, numDataBuffers });
  }
}

const nothing = (): void => undefined;
const never = (): Promise<never> => new Promise(nothing);

function standIn({ limits, features }: GPUDevice, seen: Shader[]): GPUDevice {
  const pipelines = new Map<string, GPUComputePipeline>();
  return {
    limits,
    features,
    lost: never(),
    queue: { writeBuffer: nothing, submit: nothing, onSubmittedWorkDone: never },
    createBuffer: standInBuffer,
    createShaderModule: ({ label = '', code }: GPUShaderModuleDescriptor): ShaderText => ({ label, code }),
    createComputePipeline(descriptor: GPUComputePipelineDescriptor) {
      const source = sourceOf(descriptor);
      const key = `${source.entryPoint}\n${source.code}`;
      const shader = { ...source, bound: [] };
      const pipeline = pipelines.get(key) ?? ({ label: source.label, getBindGroupLayout: () => shader } as never);
      if (!pipelines.has(key)) seen.push(shader);
      pipelines.set(key, pipeline);
      return pipeline;
    },
    // The layout is the shader that it belongs to.
    createBindGroup({ layout, entries }: GPUBindGroupDescriptor) {
      (layout as unknown as Shader).bound = Array.from(entries, ({ resource }) => bytesOf(resource));
      return {};
    },
    createCommandEncoder: () => ({
      beginComputePass: () => ({
        setPipeline: nothing,
        setBindGroup: nothing,
        dispatchWorkgroups: nothing,
        end: nothing,
      }),
      copyBufferToBuffer: nothing,
      finish: nothing,
    }),
  } as unknown as GPUDevice;
}

const bytesOf = (resource: GPUBindingResource): number => {
  const { buffer = resource as GPUBuffer, size = buffer.size } = resource as Partial<GPUBufferBinding>;
  return size;
};

/** tfjs asks what it is given whether it is a GPUBuffer. */
const standInBuffer = ({ label = '', size, usage, mappedAtCreation }: GPUBufferDescriptor): GPUBuffer =>
  Object.create(
    GPUBuffer.prototype,
    Object.getOwnPropertyDescriptors({
      label,
      size,
      usage,
      mapState: mappedAtCreation ? 'mapped' : 'unmapped',
      getMappedRange: () => new ArrayBuffer(size),
      unmap: nothing,
      destroy: nothing,
      mapAsync: never,
    }),
  ) as GPUBuffer;
