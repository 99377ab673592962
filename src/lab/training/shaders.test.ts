import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../../data/dataset';
import { openDevice, type Device } from '../../engine/device';
import { GPU_WORKGROUPS, kernelForm, setKernelForm, type KernelForm } from '../../engine/kernel-form';
import { nodeGpu } from '../../engine/node-gpu';
import { Pipelines } from '../../engine/pipelines';
import { watchBuffers } from '../../engine/testing';
import * as tf from '../../engine/tf';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { TrainStep } from '../../model/run/train-step';
import { evaluate } from '../evaluate/evaluate';
import { Sources } from '../loading/sources';
import { SMALL_WORLD } from '../testing';
import { batchesOf } from './batches-of';
import { LiveModel } from './live-model';
import { shadersOf } from './shaders';

let device: Device;
let dataset: Dataset;
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
  dataset = (await new Sources().load(SMALL_WORLD, new AbortController().signal, () => undefined)).dataset;
});
afterAll(() => device.close());

function drawn(id: string) {
  const { graph, settings } = preset(id).build(schemaOf(dataset));
  const model = new LiveModel(dataset, graph, { ...settings, batch: 32 });
  const stage = model.settings.stages.at(-1)!;
  return { model, stage, batch: batchesOf(model).at(0) };
}

const PRESETS = ['two-tower', 'sdm', 'mind', 'que2search', 'parallel', 'sasrec', 'mobius', 'dat', 'din'];

describe.each([...PRESETS.map((id) => [id, 'this adapter'] as const), ['din', 'a GPU'] as const])(
  'the shaders of %s in the form of %s',
  (id, form) => {
    let before: KernelForm;
    beforeAll(() => {
      before = kernelForm();
      if (form === 'a GPU') setKernelForm({ software: false, lanes: null, workgroups: GPU_WORKGROUPS });
    });
    afterAll(() => setKernelForm(before));

    it('are all found by a rehearsal: none is compiled when it is needed, in a step, with live values, in an evaluation', async () => {
      const { model, stage, batch } = drawn(id);
      const { step, later } = shadersOf(model, stage, batch);
      const pipelines = Pipelines.of(device.gpu!);
      const counted: number[] = [];
      await pipelines.compile(step, { onProgress: (done, of) => counted.push(done / of) });
      expect(counted.length).toBeGreaterThan(0);
      expect(counted.at(-1)).toBe(1);
      expect(later.length).toBeGreaterThan(0);
      const ahead = vi.spyOn(pipelines as unknown as { create(): unknown }, 'create');
      const trained = new TrainStep(model.compiled, dataset, model.weights, model.settings, stage);
      trained.run(batch);
      expect(ahead).not.toHaveBeenCalled();
      await pipelines.compile(later);
      trained.run(batch, true);
      await evaluate(model, dataset.split.validation);
      expect(ahead).not.toHaveBeenCalled();
      ahead.mockRestore();
      trained.dispose();
      model.dispose();
    });
  },
);

it('a rehearsal takes no memory of the device, and leaves nothing behind', () => {
  const { model, stage, batch } = drawn('two-tower');
  const buffers = watchBuffers(device.gpu!);
  const before = { ...tf.memory() };
  shadersOf(model, stage, batch);
  expect(buffers.made).toEqual([]);
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
  buffers.end();
  model.dispose();
});
