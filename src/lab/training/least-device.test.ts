import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Dataset } from '../../data/dataset';
import type { Device } from '../../engine/device';
import { Pipelines } from '../../engine/pipelines';
import { openPlainGpu, useForm } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { preset, presets } from '../../model/presets/presets';
import { Sources } from '../loading/sources';
import { batchesOf } from './batches-of';
import { LiveModel } from './live-model';
import { shadersOf } from './shaders';

/**
 * What WebGPU promises of every adapter is enough for every preset as it is drawn: at its own widths and batch, for a
 * step, its live values and an evaluation, in the form of a GPU. A shader that needs more fails when its pipeline is
 * made.
 */
let device: Device;
let dataset: Dataset;
const errors: string[] = [];
beforeAll(async () => {
  device = await openPlainGpu();
  device.onError((message) => errors.push(message));
  const world = { kind: 'world', id: 'bookshop', events: 4000, seed: 1 } as const;
  dataset = (await new Sources().load(world, new AbortController().signal, () => undefined)).dataset;
});
afterEach(() => expect(errors.splice(0)).toEqual([]));
afterAll(() => {
  useForm('this adapter');
  device.close();
});

it.each([...presets.keys()])('%s', async (id) => {
  const { graph, settings } = preset(id).build(schemaOf(dataset));
  const model = new LiveModel(dataset, graph, settings);
  const batch = batchesOf(model).at(0);
  const pipelines = Pipelines.of(device.gpu!);
  for (const stage of model.settings.stages) {
    const { step, later } = shadersOf(model, stage, batch);
    expect(step.length).toBeGreaterThan(10);
    expect(later.length).toBeGreaterThan(0);
    for (const shader of [...step, ...later]) pipelines.get(shader);
  }
  await device.gpu!.queue.onSubmittedWorkDone();
  model.dispose();
});
