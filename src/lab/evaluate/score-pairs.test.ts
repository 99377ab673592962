import { expect, it } from 'vitest';
import { build } from '../../data/build-testing';
import { FIRST_VALUE, type Dataset, type Target } from '../../data/dataset';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { onDevice } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { Encoder } from '../../model/run/encode';
import { pairScoresOf } from '../rankers/fitting/pair-scores';
import { popularityScorer } from '../rankers/popularity/fit';
import { trainingInTime } from '../../data/training-part';
import { recentPopularity } from '../rankers/popularityRecency/fit';
import { computeBaselines } from '../rankers/compute';
import { transitionsScorer } from '../rankers/transitions/fit';
import { scoresOf } from '../rankers/fitting/ranking';
import { plainDocument } from '../testing';
import { LiveModel } from '../training/live-model';
import { encodeTargets } from './model';
import { auc, gauc } from './pair-metrics';
import { pairsOf, pastAt, type HeldOutPairs } from './pairs';
import { scorePairs, scoresOfPairs } from './score-pairs';
import { rowsOfPasts } from './targets';
import { testEvaluation } from './test-evaluation';
import { byPlace, impressionLog, openInterests } from './testing';
import { takingTurns } from '../turns';

onDevice();

const dataset: Dataset = (await build({ log: impressionLog(4), protocol: { positives: 'is_click=1', repeats: 'all' } }))
  .dataset;
const pairs = pairsOf(dataset, 'test')!;

/** Of each pair what a ranking of its own would be asked. */
const targetAt = (pair: number): Target => ({
  ...pastAt(pairs, pair),
  events: Uint32Array.of(pairs.contexts[pair]!),
  items: Uint32Array.of(pairs.items[pair]!),
  apart: new Uint32Array(0),
});

/** The best inner product of an active vector of the user with the item, on the host. */
async function plainScores({ encoder, compiled, dataset: log }: LiveModel, of: HeldOutPairs): Promise<number[]> {
  const index = encoder.encodeItems();
  const items = await index.read();
  index.dispose();
  const width = compiled.indexWidth;
  const scores: number[] = [];
  for (const [pair, item] of of.items.entries()) {
    const users = encodeTargets(encoder, log, [targetAt(pair)], compiled);
    const perUser = users.vectors.shape[1];
    const numbers = await users.vectors.data();
    const active = await users.active?.data();
    disposeVectors(users);
    const products = Array.from({ length: perUser }, (_, k) =>
      Array.from({ length: width }, (__, d) => numbers[k * width + d]! * items[item * width + d]!).reduce(
        (a, b) => a + b,
      ),
    );
    const taking = products.filter((_, k) => !active || active[k]! > 0);
    scores.push(taking.length > 0 ? Math.max(...taking) : products[0]!);
  }
  return scores;
}

it('are those of each pair asked alone, of several interests too, and stand in the figures of the test part', async () => {
  const model = openInterests('self-attentive-interests', { count: 3, hidden: 4 }, dataset);
  // Of so few rows that there are several chunks, the last one padded.
  const encoder = new Encoder(model.compiled, dataset, model.weights, 8);
  const scores = await scorePairs(encoder, dataset, pairs, model.compiled);
  const plain = await plainScores(model, pairs);
  expect(scores).toHaveLength(pairs.items.length);
  scores.forEach((score, pair) => expect(score).toBeCloseTo(plain[pair]!, 4));
  expect(new Set(scores).size).toBeGreaterThan(10);

  const shares: number[] = [];
  const live = { dataset, serving: { encoder, dataset, compiled: model.compiled } } as LiveModel;
  const { metrics } = await testEvaluation(live, new AbortController().signal, (share) => shares.push(share));
  expect(metrics['auc']).toBe(auc(scores, pairs.labels));
  expect(metrics['gauc']).toBe(gauc(scores, pairs.labels, pairs.users)!.value);
  expect(metrics['hr@10']).toBeGreaterThan(0);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  // A user ranked counts as a pair scored.
  const [asked, count] = [dataset.split.test.length, pairs.items.length];
  expect(shares.some((share) => Math.abs(share - (asked + 8) / (asked + count)) < 1e-9)).toBe(true);
  encoder.dispose();
  model.dispose();
});

it('read the context of their own row, of what was only shown too', async () => {
  const rows = dataset.events.user.length + dataset.shown!.user.length;
  const ids = Uint32Array.from({ length: rows }, (_, n) => n + FIRST_VALUE);
  const place = { name: 'place', owner: 'context', kind: 'categorical', rows: rows + FIRST_VALUE } as const;
  const field = { ...place, vocabulary: Array.from(ids, String), length: 1, ids, weights: null };
  const log = { ...dataset, fields: [...dataset.fields, field] };
  const model = new LiveModel(log, byPlace, plainDocument(1).settings);
  const first = (value: (row: number) => number, count: number): Float32Array =>
    Float32Array.from({ length: count * 4 }, (_, at) => (at % 4 === 0 ? value(at / 4) : 0));
  const [places = 0] = model.weights.shape('table/places');
  const [items = 0] = model.weights.shape('table/items');
  model.weights.write(
    'table/places',
    first((row) => row - FIRST_VALUE, places),
  );
  model.weights.write(
    'table/items',
    first(() => 1, items),
  );
  const scores = await scorePairs(model.encoder, log, pairs, model.compiled);
  expect([...scores]).toEqual([...pairs.contexts]);
  model.dispose();
});

it('of a ranker are those it gives each user at that moment, and stand beside the model', async () => {
  const targets = pairs.items.length;
  const recent = recentPopularity(dataset, trainingInTime(dataset), 0.5);
  for (const scorer of [popularityScorer(dataset), recent, transitionsScorer(dataset)]) {
    const all = scoresOf(
      scorer,
      Array.from({ length: targets }, (_, pair) => targetAt(pair)),
    );
    const own = Array.from(pairs.items, (item, pair) => all[pair * dataset.items.length + item]!);
    expect([...(await pairScoresOf(dataset, pairs, scorer, takingTurns()))]).toEqual(own);
  }
  const { baselines } = await computeBaselines(dataset, { part: 'test', asked: 'fast' });
  const counts = Float32Array.from(pairs.items, (item) => dataset.split.itemCounts[item]!);
  expect(baselines.popularity).toMatchObject({
    auc: auc(counts, pairs.labels),
    gauc: gauc(counts, pairs.labels, pairs.users)!.value,
  });
  // It gives ranks and no scores.
  expect(baselines.random).not.toHaveProperty('auc');
  // Beside a ranker whose weights are chosen there.
  const held = pairsOf(dataset, 'validation')!;
  const ofValidation = Float32Array.from(held.items, (item) => dataset.split.itemCounts[item]!);
  const validation = await computeBaselines(dataset, { part: 'validation', asked: 'fast' });
  expect(validation.baselines.popularity).toMatchObject({
    gauc: gauc(ofValidation, held.labels, held.users)!.value,
  });
});

it('of a graph that is a ranker are those that it gives the same candidates among others', async () => {
  const { graph, settings } = preset('din').build(schemaOf(dataset), { width: 8 });
  const model = new LiveModel(dataset, graph, settings);
  const shares: number[] = [];
  const scores = await scoresOfPairs(model.serving, pairs, { onProgress: (share) => shares.push(share) });
  const all = Uint32Array.from(dataset.items.keys());
  for (const pair of [0, Math.floor(pairs.items.length / 2), pairs.items.length - 1]) {
    const events = pairs.contexts.subarray(pair, pair + 1);
    const moments = pairs.time.subarray(pair, pair + 1);
    const rows = rowsOfPasts(dataset, [pastAt(pairs, pair)], { events, moments }, model.compiled);
    const list = await model.serving.scorer.score(rows, all);
    expect(scores[pair]).toBeCloseTo(list[pairs.items[pair]!]!, 4);
  }
  expect(new Set(scores).size).toBeGreaterThan(10);
  expect(shares.at(-1)).toBe(1);
  model.dispose();
});
