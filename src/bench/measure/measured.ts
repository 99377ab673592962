/** A contestant with clocks around it. */
import type { Contestant } from '../contestants/contestant';
import { countStep, liveBytes, watchGpu } from './gpu-counts';
import type { GpuCounts } from './gpu-counts';
import type { First, Rival, Round } from './rival';

/** Steps whose commands may wait on the GPU, as in a session. */
const IN_FLIGHT = 2;
/** A library that gathers commands over steps submits at places of its own. */
const COUNTED_STEPS = 4;

export class Measured implements Rival {
  private next = 0;

  /** The buffers of the contestant are counted only if `watchGpu` was called before it was opened. */
  constructor(private readonly contestant: Contestant) {
    watchGpu();
  }

  async first(steps: number): Promise<First> {
    const { contestant } = this;
    await contestant.enter();
    const built = contestant.build(this.next++);
    const began = performance.now();
    contestant.run(built);
    await contestant.done();
    const coldMs = performance.now() - began;
    for (let step = 1; step < steps; step++) contestant.run(contestant.build(this.next++));
    await contestant.done();
    return { coldMs, losses: await contestant.losses() };
  }

  async round(steps: number): Promise<Round> {
    const { contestant } = this;
    await contestant.enter();
    const inFlight: Promise<unknown>[] = [];
    let [buildMs, jsMs] = [0, 0];
    const cpu = cpuMs();
    const began = performance.now();
    for (let step = 0; step < steps; step++) {
      const start = performance.now();
      const built = contestant.build(this.next++);
      const ready = performance.now();
      contestant.run(built);
      const submitted = performance.now();
      buildMs += ready - start;
      jsMs += submitted - ready;
      inFlight.push(contestant.done());
      if (inFlight.length > IN_FLIGHT) await inFlight.shift();
    }
    await Promise.all(inFlight);
    const wallMs = performance.now() - began;
    const spent = cpuMs();
    await contestant.losses();
    return { steps, wallMs: wallMs / steps, jsMs: jsMs / steps, buildMs: buildMs / steps, cpuMs: cpu === null || spent === null ? null : (spent - cpu) / steps };
  }

  async count(): Promise<GpuCounts> {
    const { contestant } = this;
    await contestant.enter();
    const batches = Array.from({ length: COUNTED_STEPS }, () => contestant.build(this.next++));
    const sum = countStep(() => { for (const built of batches) contestant.run(built); });
    await contestant.done();
    await contestant.losses();
    const { dispatches, submits, buffersCreated } = sum;
    return { dispatches: dispatches / COUNTED_STEPS, submits: submits / COUNTED_STEPS, buffersCreated: buffersCreated / COUNTED_STEPS };
  }

  gpuBytes(): Promise<number> {
    return Promise.resolve(liveBytes(this.contestant.device));
  }

  close(): Promise<void> {
    this.contestant.close();
    return Promise.resolve();
  }
}

/** CPU time of this process, driver threads included; null in a browser, whose GPU process nobody can ask. */
function cpuMs(): number | null {
  if (typeof process === 'undefined' || typeof process.cpuUsage !== 'function') return null;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
