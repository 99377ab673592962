/** Thousands of steps of Tower Lab: what it holds on the GPU and in JavaScript must stay level. Node only. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Implementation } from './implementations/implementation';
import { liveBytes } from './measure/gpu-counts';

export interface Mark {
  step: number;
  gpuBytes: number;
  heapBytes: number;
  residentBytes: number;
  loss: number;
}
export interface Soak {
  marks: Mark[];
  grew: string[];
}

/** The heap after a collection wanders by this share of itself: compiled code comes and goes. */
const HEAP_SLACK = 0.03;
const IN_FLIGHT = 2;

/**
 * @param every steps between two marks; the first one comes after as many steps, when everything is compiled and every
 * pool filled
 */
export async function soak(
  implementation: Implementation,
  steps: number,
  every: number,
  say: (mark: Mark) => void,
): Promise<Soak> {
  const { device } = implementation;
  if (!device) throw new Error('internal: what holds no memory of a device cannot be soaked');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const marks: Mark[] = [];
  await implementation.enter();
  const inFlight: Promise<unknown>[] = [];
  for (let step = 0; step < steps; step++) {
    implementation.run(implementation.build(step));
    inFlight.push(implementation.done());
    if (inFlight.length > IN_FLIGHT) await inFlight.shift();
    if ((step + 1) % every !== 0) continue;
    await Promise.all(inFlight.splice(0));
    const losses = await implementation.losses();
    collect();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    const mark = {
      step: step + 1,
      gpuBytes: liveBytes(device),
      heapBytes: heapUsed + arrayBuffers,
      residentBytes: rss,
      loss: losses.reduce((a, b) => a + b, 0) / losses.length,
    };
    marks.push(mark);
    say(mark);
  }
  return { marks, grew: growth(marks) };
}

/** What grew from the first mark on, in words. */
export function growth(marks: readonly Mark[]): string[] {
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last) return ['nothing was measured'];
  const most = Math.max(...marks.map(({ gpuBytes }) => gpuBytes));
  return [
    ...(most > first.gpuBytes ? [`GPU memory grew from ${first.gpuBytes} to ${most} bytes`] : []),
    ...(last.heapBytes > first.heapBytes * (1 + HEAP_SLACK)
      ? [`JavaScript memory grew from ${first.heapBytes} to ${last.heapBytes} bytes`]
      : []),
    ...(marks.every(({ loss }) => Number.isFinite(loss)) ? [] : ['the loss is not a finite number']),
  ];
}
