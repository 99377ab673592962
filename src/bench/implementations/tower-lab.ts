/** Tower Lab by its ordinary parts: what a session does for any graph. */
import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../../data/batches';
import { openDevice } from '../../engine/device';
import { WeightStore } from '../../engine/optimizers/weights';
import { addWeights, TrainStep } from '../../model/run/train-step';
import type { Implementation, Trainable } from './implementation';

export async function openTowerLab(
  { compiled, dataset, settings, batches }: Trainable,
  gpu: GPU,
): Promise<Implementation<void>> {
  const device = await openDevice({ gpu });
  if (!device.gpu) throw new Error('internal: WebGPU was asked for');
  const errors: string[] = [];
  device.onError((message) => errors.push(message));
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  // Of several stages the last, in which the most objectives count.
  const stage = settings.stages.at(-1);
  const step = new TrainStep(compiled, dataset, weights, settings, stage!);
  const { queue } = device.gpu;
  let last: Batch | undefined;
  return {
    device: device.gpu,
    async enter() {
      await tf.setBackend('webgpu');
      tf.env().set('WEBGPU_CPU_FORWARD', false);
    },
    build: (at) => step.prepare((last = batches.at(at, last))),
    run: () => step.submit(),
    done: () => queue.onSubmittedWorkDone(),
    async losses() {
      const { rows } = await step.ring.take();
      if (errors[0] !== undefined) throw new Error(`WebGPU: ${errors[0]}`);
      return rows.map(([loss]) => loss ?? Number.NaN);
    },
    close() {
      step.dispose();
      weights.dispose();
      device.close();
    },
  };
}
