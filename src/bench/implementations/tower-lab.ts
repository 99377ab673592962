/** Tower Lab by its ordinary parts: what a session does for any graph. */
import type { Batch } from '../../data/batches';
import { openCpu, openDevice, type Device } from '../../engine/device';
import { WeightStore } from '../../engine/optimizers/weights';
import * as tf from '../../engine/tf';
import { addWeights, TrainStep } from '../../model/run/train-step';
import { runFixedLoop } from '../measure/fixed-loop';
import { wrappingSubmits } from '../measure/gpu-counts';
import { longestSumOf, partClock } from '../measure/step-parts';
import type { Implementation, Trainable } from './implementation';

export const openTowerLab = async (problem: Trainable, gpu: GPU): Promise<Implementation<void>> =>
  owning(await openDevice({ gpu }), problem);

/** Without WebGPU, in one thread. */
export const openTowerLabOnCpu = async (problem: Trainable): Promise<Implementation<void>> =>
  owning(await openCpu(), problem);

function owning(device: Device, problem: Trainable): Implementation<void> {
  const implementation = trainOn(device, problem);
  return {
    ...implementation,
    close() {
      implementation.close();
      device.close();
    },
  };
}

/** One of several models on a device that is open already, and stays so: there is one at a time. */
export function trainOn(device: Device, { compiled, dataset, settings, batches }: Trainable): Implementation<void> {
  const errors: string[] = [];
  const stopListening = device.onError((message) => errors.push(message));
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  // Of several stages the last, in which the most objectives count.
  const stage = settings.stages.at(-1);
  const step = new TrainStep(compiled, dataset, weights, settings, stage!);
  let last: Batch | undefined;
  return {
    device: device.gpu,
    async enter() {
      await tf.setBackend(device.backend);
      tf.env().set('WEBGPU_CPU_FORWARD', false);
    },
    build: (at) => step.prepare((last = batches.at(at, last))),
    run: () => step.submit(),
    inParts(at) {
      const clock = partClock();
      const batch = (last = clock.timed('build', () => batches.at(at, last)));
      clock.timed('prepare', () => step.prepare(batch));
      wrappingSubmits(
        (work) => clock.timed('driver', work),
        () => clock.timed('submit', () => step.submit()),
      );
      clock.timed('loop', runFixedLoop);
      return { ...clock.spent(), longestSum: longestSumOf(step) };
    },
    // On the CPU a step is done when it returns.
    done: async () => device.gpu?.queue.onSubmittedWorkDone(),
    async losses() {
      const { rows } = await step.ring.take();
      if (errors[0] !== undefined) throw new Error(`WebGPU: ${errors[0]}`);
      return rows.map(([loss]) => loss ?? Number.NaN);
    },
    close() {
      stopListening();
      step.dispose();
      weights.dispose();
    },
  };
}
