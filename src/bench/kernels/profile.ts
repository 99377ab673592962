/** `npm run bench -- profile`: how long each kernel of a step takes, by the device's own clock. */
import { openDevice } from '../../engine/device';
import { KernelTimes, timesBy } from '../../engine/kernel-times';
import { nodeGpu } from '../../engine/node-gpu';
import { WeightStore } from '../../engine/optimizers/weights';
import { presets } from '../../model/presets/presets';
import { addWeights, TrainStep } from '../../model/run/train-step';
import { knownPresets, type ProfileOptions } from '../options';
import { createPresetProblem } from '../presets/problem';
import { print, say } from '../terminal';
import { datasetOf } from './data';
import { profileText, type ProfileReport } from './report';

const SEED = 7;
/** The first of them compile. */
const WARM_STEPS = 5;

/** @returns the exit code: 1 where the adapter has no clock */
export async function runProfile({ json, preset, batch, events, data, steps }: ProfileOptions): Promise<number> {
  knownPresets([preset], [...presets.keys()]);
  const device = await openDevice({ gpu: nodeGpu });
  const { gpu, adapter } = device;
  if (!gpu || !KernelTimes.canMeasure(gpu)) {
    say(`This adapter, ${adapter}, does not say how long its kernels take: it has no timestamp-query.`);
    return 1;
  }
  const { compiled, dataset, settings, batches } = createPresetProblem(await datasetOf(data, { events, seed: SEED }), {
    preset,
    batch,
    events,
    seed: SEED,
  });
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  const step = new TrainStep(compiled, dataset, weights, settings, settings.stages.at(-1)!);
  const times = new KernelTimes(gpu);
  const wall: number[] = [];
  for (let at = 0; at < WARM_STEPS + 2 * steps; at++) {
    step.prepare(batches.at(at));
    const began = performance.now();
    // Plain and timed in turns: what slows the one slows the other.
    const isTimed = at >= WARM_STEPS && at % 2 === 0;
    step.submit(false, isTimed ? times : null);
    await gpu.queue.onSubmittedWorkDone();
    if (at >= WARM_STEPS && !isTimed) wall.push(performance.now() - began);
  }
  const read = await times.read();
  const report: ProfileReport = {
    adapter,
    preset,
    batch,
    data: data ?? 'bookshop',
    steps: times.replays,
    stepMs: wall.toSorted((a, b) => a - b)[Math.floor(wall.length / 2)]!,
    kernels: timesBy(read, 'kernel'),
    nodes: timesBy(read, 'node'),
  };
  print(json ? JSON.stringify(report) : profileText(report));
  step.dispose();
  weights.dispose();
  device.close();
  return 0;
}
