/** An evaluation says how far it is, chunk by chunk, and can be left at any of them with nothing that stays behind. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Target } from '../../data/dataset';
import { onDevice } from '../../engine/testing';
import { Encoder } from '../../model/run/encode';
import type { LiveModel } from '../training/live-model';
import { evaluateModel } from './model';
import { askedAt } from './targets';
import { expectLeftAt, openInterests } from './testing';
import { epochWork, evaluationWork } from './work';

onDevice();

/** Of users and of items, so that there are several of both. */
const CHUNK = 4;
vi.mock(import('../../model/run/chunk-rows'), () => ({ chunkRows: () => CHUNK }));

let model: LiveModel;
let encoder: Encoder;
let whole: Encoder;
beforeAll(() => {
  model = openInterests();
  encoder = new Encoder(model.compiled, model.dataset, model.weights);
  whole = new Encoder(model.compiled, model.dataset, model.weights, 256);
});
afterAll(() => {
  encoder.dispose();
  whole.dispose();
  model.dispose();
});

it('says its share of the work, up to all of it, and finds what one chunk finds', async () => {
  const { dataset, compiled } = model;
  const { test } = dataset.split;
  const shares: number[] = [];
  const found = await evaluateModel(encoder, dataset, test, compiled, { onProgress: (share) => shares.push(share) });
  expect(found).toEqual(await evaluateModel(whole, dataset, test, compiled));
  const chunks = Math.ceil(dataset.items.length / CHUNK);
  expect([chunks, Math.ceil(test.length / CHUNK)].every((count) => count > 2)).toBe(true);
  expect(shares.length).toBe(chunks + Math.ceil(test.length / CHUNK));
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  const { items, users } = evaluationWork(compiled, dataset, test.length);
  expect(shares[chunks - 1]).toBeCloseTo(items / (items + users), 9);
  expect(shares.at(-1)).toBe(1);
});

it('gives each target its own figures, in the order in which they are asked about', async () => {
  const { dataset, compiled } = model;
  const moments = (targets: readonly Target[]) => targets.map((target) => askedAt(dataset, target));
  const latestFirst = dataset.split.test.toSorted((a, b) => askedAt(dataset, b) - askedAt(dataset, a));
  expect(new Set(moments(latestFirst)).size).toBeGreaterThan(3);
  const { perUser } = await evaluateModel(encoder, dataset, latestFirst, compiled);
  const alone = await Promise.all(latestFirst.map((target) => evaluateModel(whole, dataset, [target], compiled)));
  for (const figure of ['hr@10', 'recall@10', 'ndcg@10'] as const) {
    const expected = alone.map((one) => one.perUser[figure][0]);
    expect(expected).not.toEqual(expected.toReversed());
    expect([...perUser[figure]], figure).toEqual(expected);
  }
});

it('is left at the chunk at which it is told to, and destroys its buffers', async () => {
  const { dataset, compiled } = model;
  const chunks = Math.ceil(dataset.items.length / CHUNK);
  for (const stopAt of [1, 2, chunks + 1, chunks + 2])
    await expectLeftAt(stopAt, (options) => evaluateModel(encoder, dataset, dataset.split.test, compiled, options));
});

it('counts as work what grows with items, users, rows and columns', () => {
  const none = { sampled: null, candidates: null };
  const compiled = {
    multiplyAdds: { user: 10, item: 100, pair: 0 },
    indexWidth: 4,
    interestCount: 3,
    isRanker: false,
    userPasses: (batch: number) => batch,
    ...none,
  };
  expect(evaluationWork(compiled, { items: Array<string>(7).fill('') }, 5)).toEqual({
    items: 7 * 100,
    users: 5 * (10 + 7 * 4 * 3),
  });
  expect(epochWork(compiled, 20, 8)).toBe(3 * 20 * (10 + 100 + 8 * 4 * 3));
  expect(epochWork({ ...compiled, sampled: { count: 8, by: 'frequency' } as never }, 20, 8)).toBe(
    3 * 20 * (10 + 200 + 16 * 4 * 3),
  );
  // One pass over a past for the rows of its stretch.
  expect(epochWork({ ...compiled, userPasses: () => 2 }, 20, 8)).toBe(3 * 20 * (10 / 4 + 100 + 8 * 4 * 3));
});
