/** An implementation with clocks around it. */
import type { Implementation } from '../implementations/implementation';
import { countFrom, kernelsFrom, liveBytes, watchGpu } from './gpu-counts';
import { medianParts, type StepParts } from './step-parts';
import type { First, TimedImplementation, Round } from './timed-implementation';
import { cpuMs, untilLost, type Waited } from './waiting';

/** Steps whose commands may wait on the GPU, as in a session. */
const IN_FLIGHT = 2;
/**
 * Steps before the first that is timed, and batches built before it: engines compile JavaScript by how often it ran,
 * and a session runs for thousands of steps.
 */
const WARM_STEPS = 20;
const WARM_BUILDS = 120;
/** Steps that are timed in parts, and the time after which fewer are enough. */
const PART_STEPS = 30;
const PARTS_MS = 10_000;
/** After this long the first steps are enough: at a million rows a step of stock tfjs can take a minute. */
const FIRST_MS = 20_000;

export class Measured implements TimedImplementation {
  private next = 0;
  private readonly waited: Waited;

  /** The buffers of the implementation are counted only if `watchGpu` was called before it was opened. */
  constructor(
    private readonly implementation: Implementation,
    private readonly warmSteps = WARM_STEPS,
  ) {
    watchGpu();
    this.waited = implementation.device ? untilLost(implementation.device) : (promise) => promise;
  }

  async first(steps: number): Promise<First> {
    const { implementation } = this;
    await implementation.enter();
    const built = implementation.build(this.next++);
    const began = performance.now();
    implementation.run(built);
    await this.waited(implementation.done());
    const coldMs = performance.now() - began;
    let lastMs = coldMs;
    const step = async (): Promise<void> => {
      const start = performance.now();
      implementation.run(implementation.build(this.next++));
      await this.waited(implementation.done());
      lastMs = performance.now() - start;
    };
    for (let done = 1; done < steps && (done < 2 || performance.now() - began < FIRST_MS); done++) await step();
    const losses = await this.waited(implementation.losses());
    while (this.next < this.warmSteps && performance.now() - began < FIRST_MS) await step();
    let kernels: First['kernels'] = null;
    if (implementation.device && lastMs < FIRST_MS / 4) {
      const dispatched = kernelsFrom();
      await step();
      kernels = dispatched();
    }
    await this.waited(implementation.losses());
    for (let built = this.next; built < WARM_BUILDS; built++) implementation.build(this.next++);
    return { coldMs, losses, kernels, parts: await this.parts() };
  }

  private async parts(): Promise<StepParts | null> {
    const { implementation } = this;
    if (!implementation.inParts) return null;
    const found: StepParts[] = [];
    const began = performance.now();
    while (found.length < 3 || (found.length < PART_STEPS && performance.now() - began < PARTS_MS)) {
      found.push(implementation.inParts(this.next++));
      // What the device does must not be counted as JavaScript of the step after it.
      await this.waited(implementation.done());
    }
    await this.waited(implementation.losses());
    return medianParts(found);
  }

  async round(steps: number): Promise<Round> {
    const { implementation } = this;
    const onDevice = implementation.device !== null;
    await implementation.enter();
    const inFlight: Promise<unknown>[] = [];
    let [buildMs, jsMs] = [0, 0];
    const counted = countFrom();
    const cpu = cpuMs();
    const began = performance.now();
    for (let step = 0; step < steps; step++) {
      const start = performance.now();
      const built = implementation.build(this.next++);
      const ready = performance.now();
      implementation.run(built);
      const submitted = performance.now();
      buildMs += ready - start;
      jsMs += submitted - ready;
      inFlight.push(implementation.done());
      if (inFlight.length > IN_FLIGHT) await this.waited(inFlight.shift()!);
    }
    await this.waited(Promise.all(inFlight));
    const wallMs = performance.now() - began;
    const spent = cpuMs();
    const { dispatches, submits, buffersCreated } = counted();
    await this.waited(implementation.losses());
    return {
      steps,
      wallMs: wallMs / steps,
      // Without a device what runs is arithmetic, too.
      jsMs: onDevice ? jsMs / steps : null,
      buildMs: buildMs / steps,
      cpuMs: cpu === null || spent === null ? null : (spent - cpu) / steps,
      counts: onDevice
        ? { dispatches: dispatches / steps, submits: submits / steps, buffersCreated: buffersCreated / steps }
        : null,
    };
  }

  gpuBytes(): Promise<number | null> {
    const { device } = this.implementation;
    return Promise.resolve(device && liveBytes(device));
  }

  close(): Promise<void> {
    this.implementation.close();
    return Promise.resolve();
  }
}
