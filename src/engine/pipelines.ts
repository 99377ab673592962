/**
 * The compute pipelines of a device by the text of their shader, tfjs's and ours: what was compiled once, ahead of its
 * use and beside others, is there when somebody asks for it. The key is the text itself: nothing baked into it can be
 * forgotten.
 */

export interface Shader {
  /** For errors and profiles. */
  label: string;
  code: string;
  entryPoint: string;
  /** Bytes of what was bound where it was seen, by binding. */
  bound: readonly number[];
}

/** What a device hands out for a module: most modules are never compiled by themselves. */
export interface ShaderText {
  label: string;
  code: string;
}

type Source = Pick<Shader, 'label' | 'code' | 'entryPoint'>;

interface CompileOptions {
  waits?: boolean;
  signal?: AbortSignal;
  onProgress?: (done: number, of: number) => void;
}

const all = new WeakMap<GPUDevice, Pipelines>();

/** Of a binding, when a shader is translated: enough for any structure, and no memory to speak of. */
const MOST_BOUND = 2 ** 16;

export class Pipelines {
  private readonly known = new Map<string, GPUComputePipeline>();
  /** Those that ran, or could not be compiled: nothing is left to do ahead of their use. */
  private readonly ready = new Set<string>();
  private readonly creating = new Map<string, Promise<GPUComputePipeline | null>>();

  /**
   * From now on the device makes its pipelines here.
   * @param adapter `software`: a CPU adapter; `lazy`: it translates a shader only when it first runs, as llvmpipe does
   */
  static install(device: GPUDevice, adapter: { software: boolean; lazy: boolean }): void {
    const createModule = device.createShaderModule.bind(device);
    const create = device.createComputePipeline.bind(device);
    const createAsync = device.createComputePipelineAsync.bind(device);
    const descriptorOf = ({ label, code, entryPoint }: Source): GPUComputePipelineDescriptor => ({
      label,
      layout: 'auto',
      compute: { module: createModule({ label, code }), entryPoint },
    });
    const pipelines = new Pipelines(
      device,
      adapter,
      (source) => create(descriptorOf(source)),
      (source) => {
        // The text is said to be wrong where it is used.
        device.pushErrorScope('validation');
        const created = createAsync(descriptorOf(source));
        device.popErrorScope().catch(() => undefined);
        return created;
      },
    );
    all.set(device, pipelines);
    device.createShaderModule = ({ label = '', code }) => ({ label, code }) as unknown as GPUShaderModule;
    device.createComputePipeline = (descriptor) => pipelines.get(sourceOf(descriptor));
  }

  /** @throws Error where the device makes its pipelines by itself */
  static of(device: GPUDevice): Pipelines {
    const pipelines = all.get(device);
    if (!pipelines) throw new Error('internal: this device makes its pipelines by itself');
    return pipelines;
  }

  private constructor(
    private readonly device: GPUDevice,
    private readonly adapter: { software: boolean; lazy: boolean },
    private readonly create: (source: Source) => GPUComputePipeline,
    private readonly createAsync: (source: Source) => Promise<GPUComputePipeline>,
  ) {}

  /** At once: where it is not there, whoever asks waits for its compilation. */
  get(source: Source): GPUComputePipeline {
    const key = keyOf(source);
    const pipeline = this.known.get(key) ?? this.create(source);
    this.known.set(key, pipeline);
    this.ready.add(key);
    return pipeline;
  }

  /** Those of `shaders` that nothing has compiled yet. */
  missing(shaders: readonly Shader[]): Shader[] {
    return shaders.filter((shader) => !this.ready.has(keyOf(shader)));
  }

  /**
   * Compiles what is missing, all side by side and away from this thread. A shader that does not compile is left to
   * whoever uses it: there its error is said.
   *
   * Browsers compile so in the background, and on a CPU adapter that is where every other program comes first: 34
   * shaders took 14 s on a busy machine that compiled them one by one in 3. Where somebody waits, a CPU adapter
   * therefore has them one by one.
   * @param waits somebody does
   * @param onProgress how many are there, of how many that were missing
   * @returns early where it is aborted
   */
  async compile(shaders: readonly Shader[], { waits = false, signal, onProgress }: CompileOptions = {}): Promise<void> {
    const missing = this.missing(shaders);
    if (waits && this.adapter.software) return this.oneByOne(missing, signal, onProgress);
    const created = missing.map((shader) => this.ahead(shader));
    for (const [i, shader] of missing.entries()) {
      const pipeline = await created[i];
      if (signal?.aborted) return;
      if (pipeline && this.adapter.lazy) await this.translate(shader, pipeline);
      this.ready.add(keyOf(shader));
      onProgress?.(i + 1, missing.length);
    }
  }

  private async oneByOne(
    missing: readonly Shader[],
    signal: CompileOptions['signal'],
    onProgress: CompileOptions['onProgress'],
  ): Promise<void> {
    for (const [i, shader] of missing.entries()) {
      if (signal?.aborted) return;
      const pipeline = this.get(shader);
      // The device has compiled it when it has got so far.
      if (this.adapter.lazy) await this.translate(shader, pipeline);
      else await this.device.queue.onSubmittedWorkDone();
      onProgress?.(i + 1, missing.length);
    }
  }

  private ahead(source: Source): Promise<GPUComputePipeline | null> {
    const key = keyOf(source);
    const known = this.known.get(key);
    if (known) return Promise.resolve(known);
    let creating = this.creating.get(key);
    if (!creating) {
      creating = this.createAsync(source).then(
        (pipeline) => {
          if (!this.known.has(key)) this.known.set(key, pipeline);
          return pipeline;
        },
        () => null,
      );
      this.creating.set(key, creating);
      void creating.then(() => this.creating.delete(key));
    }
    return creating;
  }

  /** Runs it with nothing to do. */
  private async translate({ label, bound }: Shader, pipeline: GPUComputePipeline): Promise<void> {
    const { device } = this;
    // Where what is bound does not do, the shader is translated when it runs.
    device.pushErrorScope('validation');
    const buffers = bound.map((bytes) =>
      device.createBuffer({
        label: `nothing for ${label}`,
        size: Math.min(bytes, MOST_BOUND),
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM,
      }),
    );
    // Counts from a buffer: of others Dawn warns that 0 is unusual.
    const none = device.createBuffer({ label: 'no workgroups', size: 12, usage: GPUBufferUsage.INDIRECT });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
      }),
    );
    pass.dispatchWorkgroupsIndirect(none, 0);
    pass.end();
    device.queue.submit([encoder.finish()]);
    device.popErrorScope().catch(() => undefined);
    await device.queue.onSubmittedWorkDone().catch(() => undefined);
    for (const buffer of [none, ...buffers]) buffer.destroy();
  }
}

const keyOf = ({ code, entryPoint }: Source): string => `${entryPoint}\n${code}`;

/** What tfjs and `runKernel` ask for. */
export function sourceOf({ label = '', compute }: GPUComputePipelineDescriptor): Source {
  const { code } = compute.module as unknown as ShaderText;
  return { label, code, entryPoint: compute.entryPoint ?? 'main' };
}
