import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../data/dataset';
import { historyItemsOf } from '../../data/history';
import { openDevice, type Device } from '../../engine/device';
import { nodeGpu } from '../../engine/node-gpu';
import { evaluateModel } from '../evaluate/model';
import { LiveModel } from './live-model';
import { Sources } from '../loading/sources';
import type { Checkpoint } from '../runs/checkpoint';
import { plainDocument, SMALL_WORLD } from '../testing';
import { Training } from './training';

const EPOCHS = 4;

let device: Device;
let loaded: Dataset;
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
  loaded = (await new Sources().load(SMALL_WORLD, new AbortController().signal, () => undefined)).dataset;
});
afterAll(() => device.close());

/** Trains, and evaluates what was saved after each epoch on both parts, apart from the run. */
async function train(dataset: Dataset) {
  const { graph, settings } = plainDocument(1, {
    stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: EPOCHS } }],
  });
  const model = new LiveModel(dataset, graph, settings);
  const saved: Checkpoint[] = [];
  const training = new Training(
    model,
    device,
    {
      progress: () => undefined,
      seriesGrew: () => undefined,
      saved: async (checkpoint) => {
        saved.push(checkpoint);
      },
    },
    null,
  );
  expect(await training.run()).toBe('finished');
  const other = new LiveModel(dataset, graph, settings);
  const evaluate = async (targets: readonly Target[]): Promise<number[]> => {
    const values: number[] = [];
    for (const { weights } of saved) {
      other.writeWeights(weights);
      values.push((await evaluateModel(other.encoder, dataset, targets, other.compiled)).metrics['ndcg@10']!);
    }
    return values;
  };
  const result = {
    steps: saved.map(({ step }) => step),
    best: training.kept!,
    series: training.series.all().find(({ name }) => name === 'ndcg@10')!,
    validation: await evaluate(dataset.split.validation),
    test: await evaluate(dataset.split.test),
  };
  model.dispose();
  other.dispose();
  return result;
}

describe('early stopping', () => {
  it('watches the validation part, never the test part: here the latter knows no hit, and would keep the first epoch', async () => {
    // What is asked in the test was seen before, so it is no candidate.
    const split = {
      ...loaded.split,
      test: loaded.split.test.map((target) => ({ ...target, items: historyItemsOf(loaded, target).slice(0, 1) })),
    };
    const { steps, best, series, validation, test } = await train({ ...loaded, split });
    expect(test).toEqual(Array<number>(EPOCHS).fill(0));
    expect([...series.values]).toEqual(validation);
    expect(Math.min(...validation)).toBeGreaterThan(0);
    expect(validation.indexOf(Math.max(...validation))).toBeGreaterThan(0);
    expect([...series.steps]).toEqual(steps);
    expect(best.step).toBe(steps[validation.indexOf(Math.max(...validation))]);
    expect(best.value).toBe(Math.max(...validation));
  });
});
