/** A run whose validation users are too many to be ranked each time: here every third of them is. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Dataset, Target } from '../../data/dataset';
import { openDevice, type Device } from '../../engine/device';
import { nodeGpu } from '../../engine/node-gpu';
import { evaluateModel } from '../evaluate/model';
import { Sources } from '../loading/sources';
import { VALIDATION_METRICS } from '../runs/series';
import { SAMPLE_SERIES } from '../runs/vector-series';
import { plainDocument, SMALL_WORLD } from '../testing';
import { LiveModel } from './live-model';
import { Training } from './training';

const sampled = vi.hoisted(() => ({ every: 3 }));
vi.mock(import('../evaluate/validation-sample'), async (original) => ({
  ...(await original()),
  validationSample: (_, { split }) => split.validation.filter((__, at) => at % sampled.every === 0),
}));

let device: Device;
let dataset: Dataset;
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
  ({ dataset } = await new Sources().load(SMALL_WORLD, new AbortController().signal, () => undefined));
});
afterAll(() => device.close());

const document = plainDocument(1, { stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 3 } }] });

/** @param atEnd is told the shares that are said after the last step */
async function train(atEnd?: (training: Training) => void) {
  const model = new LiveModel(dataset, document.graph, document.settings);
  const training: Training = new Training(
    model,
    device,
    {
      progress: () => {
        if (training.ending) atEnd?.(training);
      },
      seriesGrew: () => undefined,
      saved: () => Promise.resolve(),
    },
    null,
  );
  const outcome = await training.run();
  const figures = async (targets: readonly Target[]) => {
    const { metrics } = await evaluateModel(model.encoder, dataset, targets, model.compiled);
    return Object.fromEntries(VALIDATION_METRICS.map((name) => [name, metrics[name]]));
  };
  return { model, training, outcome, figures };
}

it('is watched by them alone, says of how many they are, and ranks all with the weights that stay', async () => {
  sampled.every = 3;
  const { validation } = dataset.split;
  const { model, training, outcome, figures } = await train();
  const third = validation.filter((_, at) => at % 3 === 0);
  expect(outcome).toBe('finished');
  const { series, kept } = training;
  expect([...series.points(SAMPLE_SERIES.users)!.values]).toEqual([third.length, third.length, third.length]);
  expect([...series.points(SAMPLE_SERIES.of)!.values]).toEqual(Array(3).fill(validation.length));
  expect((await figures(third))['ndcg@10']).toBe(kept!.value);
  expect(training.validation.final).toEqual(await figures(validation));
  expect(training.validation.final!['ndcg@10']).not.toBe(kept!.value);
  model.dispose();
});

it('says nothing of a sample where all are ranked, and ranks them once', async () => {
  sampled.every = 1;
  const { model, training } = await train();
  expect(training.series.points(SAMPLE_SERIES.users)).toBeNull();
  expect(training.validation.final).toBeNull();
  model.dispose();
});

it('has ended, with the weights that stay, also where it is stopped while all are ranked', async () => {
  sampled.every = 3;
  const { model, training, outcome } = await train((running) => running.stop());
  expect([outcome, training.ending]).toEqual(['finished', 'finished']);
  expect(training.validation.final).toBeNull();
  expect(model.step).toBe(training.kept!.step);
  model.dispose();
});
