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
import { type Clock, Pace, pageClock } from './pace';
import { Training } from './training';
import type { TrainingPort } from './training-port';

const EPOCHS = 4;

let device: Device;
let loaded: Dataset;
beforeAll(async () => {
  device = await openDevice({ gpu: nodeGpu });
  loaded = (await new Sources().load(SMALL_WORLD, new AbortController().signal, () => undefined)).dataset;
});
afterAll(() => device.close());

const document = (epochs: number) =>
  plainDocument(1, { stages: [{ terms: ['*'], trainable: ['*'], until: { epochs } }] });

/** Trains to the end, from fresh weights or a checkpoint. The caller disposes of the model. */
async function trainFrom(
  dataset: Dataset,
  epochs: number,
  from: Checkpoint | null,
  now?: Clock['now'],
  port: Partial<TrainingPort> = {},
) {
  const { graph, settings } = document(epochs);
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
      ...port,
    },
    from,
    Infinity,
    now && { ...pageClock, now },
  );
  expect(await training.run()).toBe('finished');
  return { model, training, saved };
}

/** Trains, and evaluates what was saved after each epoch on both parts, apart from the run. */
async function train(dataset: Dataset) {
  const { graph, settings } = document(EPOCHS);
  const { model, training, saved } = await trainFrom(dataset, EPOCHS, null);
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

it('the weights that stay are the best ones, or those of the last step where the port keeps them', async () => {
  // Asked in the validation part is what was seen before, so no epoch is better than the first.
  const seen = loaded.split.validation.map((target) => ({
    ...target,
    items: historyItemsOf(loaded, target).slice(0, 1),
  }));
  const dataset = { ...loaded, split: { ...loaded.split, validation: seen } };
  const best = await trainFrom(dataset, 2, null);
  const last = await trainFrom(dataset, 2, null, undefined, { keeps: 'last' });
  const [first, second] = best.saved;
  expect(await best.model.readWeights()).toEqual(first!.weights);
  expect(await last.model.readWeights()).toEqual(second!.weights);
  expect([best.model.step, last.model.step]).toEqual([first!.step, second!.step]);
  for (const { model } of [best, last]) model.dispose();
});

describe('what is saved', () => {
  it('is each minute of training beside each epoch; the run is the same, and goes on from there to the same weights', async () => {
    const straight = await trainFrom(loaded, 2, null);
    const perEpoch = straight.training.batches.stepsPerEpoch;
    expect(perEpoch).toBeGreaterThan(4);
    expect(straight.saved.map(({ step }) => step)).toEqual([perEpoch, 2 * perEpoch]);
    const weights = await straight.model.readWeights();

    // A clock that is looked at after every step, and once more after each save: a minute for every second step.
    let looks = 0;
    const watched = await trainFrom(loaded, 2, null, () => (looks += 1) * 25_000);
    const steps = watched.saved.map(({ step }) => step);
    expect(steps.length).toBeGreaterThan(4);
    expect(steps).toEqual(expect.arrayContaining([perEpoch, 2 * perEpoch]));
    steps.slice(1).forEach((step, i) => expect(step - steps[i]!).toBeLessThanOrEqual(3));
    expect(await watched.model.readWeights()).toEqual(weights);

    const midway = watched.saved.find(({ step }) => step > perEpoch)!;
    expect(midway.step % perEpoch).not.toBe(0);
    const resumed = await trainFrom(loaded, 2, midway);
    expect(await resumed.model.readWeights()).toEqual(weights);
    for (const { model } of [straight, watched, resumed]) model.dispose();
  });

  it('is also each epoch of a run without a validation part', async () => {
    const { model, training, saved } = await trainFrom(
      { ...loaded, split: { ...loaded.split, validation: [] } },
      2,
      null,
    );
    expect(saved.map(({ step }) => step)).toEqual([training.batches.stepsPerEpoch, 2 * training.batches.stepsPerEpoch]);
    model.dispose();
  });
});

it('a run is the same at any pace, to the bit', async () => {
  const straight = await trainFrom(loaded, 1, null);
  // A clock that nobody waits for.
  let [time, waits] = [0, 0];
  const pace = new Pace({
    now: () => time,
    after(ms, then) {
      time += ms;
      waits += 1;
      queueMicrotask(then);
      return () => undefined;
    },
  });
  pace.stepsPerSecond = 3;
  const slow = await trainFrom(loaded, 1, null, undefined, { pace });
  expect(waits).toBe(slow.training.batches.stepsPerEpoch - 1);
  expect(time).toBeCloseTo((waits * 1000) / 3);
  expect(lossesOf(slow.training)).toEqual(lossesOf(straight.training));
  expect(await slow.model.readWeights()).toEqual(await straight.model.readWeights());
  for (const { model } of [straight, slow]) model.dispose();
});

const lossesOf = ({ series }: Training): number[] => [...series.points('loss')!.values];
