/**
 * What the device ranks of a ranker's scores is what the host would: read back, sorted out and counted there. The
 * catalogue and the targets are cut into chunks that do not divide them.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idField } from '../../data/fields/encode';
import type { Dataset, Target } from '../../data/dataset';
import { splitEvents } from '../../data/split';
import { datasetOf, randomRows } from '../../data/testing';
import { flush, webgpuBackend } from '../../engine/run-kernel';
import { FORMS, onCpu, onDevice, useForm } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { CandidateScorer } from '../../model/run/candidate-scorer';
import { LiveModel } from '../training/live-model';
import { NO_ITEM, type Evaluation } from './metrics';
import { evaluateScorer, rankScores, removedItems } from './rank';
import { evaluateRanker, rankByScores, scoresOfTargets, type PairServing } from './ranker';
import { expectLeftAt } from './testing';

onDevice();
afterEach(() => useForm('this adapter'));

const log = datasetOf(randomRows(7, { users: 37, items: 40, rows: 400 }), { repeats: 'all' });
const dataset: Dataset = {
  ...log,
  fields: [idField('user id', 'user', log.users), idField('item id', 'item', log.items)],
};
const { graph, settings } = preset('din').build(schemaOf(dataset), { width: 8 });
const ks = [3, 10];
const TABLE = 'table/item-id';
/** Of a chunk. */
const [USERS, EACH] = [4, 24];

/** DIN whose items have one of so many vectors: those of one tie. */
function ranker(different: number, of = dataset) {
  const model = new LiveModel(of, graph, settings);
  const { weights, compiled } = model;
  const [rows = 0, width = 0] = weights.shape(TABLE);
  weights.write(
    TABLE,
    Float32Array.from({ length: rows * width }, (_, at) =>
      Math.sin(1 + 3 * ((Math.floor(at / width) % different) * width + (at % width))),
    ),
  );
  const catalogueScorer = new CandidateScorer(compiled, of, weights, { users: USERS, each: EACH });
  return {
    weights,
    serving: { catalogueScorer, compiled, dataset: of } satisfies PairServing,
    dispose() {
      catalogueScorer.dispose();
      model.dispose();
    },
  };
}

/** The same figures of scores that are read back. */
async function onHost({ catalogueScorer, compiled, dataset: of }: PairServing, targets: readonly Target[]) {
  catalogueScorer.keepItems();
  const scores = await scoresOfTargets(catalogueScorer, of, targets, compiled);
  const rest = Array.from(targets, (_, row) => scores.subarray(row * of.items.length, (row + 1) * of.items.length));
  return evaluateScorer(of, targets, () => rest.shift()!, { ks, chunk: 1 });
}

/** How often `work` maps a buffer, of ours or of tfjs. */
async function readingsIn(work: () => Promise<unknown>): Promise<number> {
  const some = webgpuBackend().device.createBuffer({ size: 4, usage: GPUBufferUsage.COPY_DST });
  const map = vi.spyOn(Object.getPrototypeOf(some) as GPUBuffer, 'mapAsync');
  await work();
  const { length } = map.mock.calls;
  map.mockRestore();
  some.destroy();
  return length;
}

/** Pairs repeat in the log, so that under a random split some stand in several parts. */
function splitAtRandom(keepSeen: boolean): Dataset {
  const protocol = { ...dataset.protocol, split: 'random' as const, keepSeen };
  return { ...dataset, protocol, split: splitEvents(dataset, protocol, 5) };
}

describe.each(FORMS)('ranked in the form of %s', (form) => {
  beforeEach(() => useForm(form));

  describe.each([
    ['leave-last-out', () => dataset],
    ['random', () => splitAtRandom(false)],
    ['random, history kept', () => splitAtRandom(true)],
  ])('%s', (_, of) => {
    it.each([4, 1000])('targets stand where the host puts them, items of %i vectors', async (different) => {
      const { serving, dispose } = ranker(different, of());
      // Some without a past, and so many that the last chunk is not full.
      const { test } = serving.dataset.split;
      const targets = [...test, ...test.slice(0, 5).map((target) => ({ ...target, history: 0 }))];
      expect(targets.length % USERS).toBeGreaterThan(0);
      expect(await evaluateRanker(serving, targets, { ks })).toEqual(await onHost(serving, targets));
      dispose();
    });
  });

  it('lists the best of one target with their scores, ties by lowest index, empty places where no item is left', async () => {
    const { serving, dispose } = ranker(4);
    const [target] = dataset.split.test;
    serving.catalogueScorer.keepItems();
    const scores = await scoresOfTargets(serving.catalogueScorer, dataset, [target!], serving.compiled);
    const removed = removedItems(dataset, target!);
    expect(removed.length).toBeGreaterThan(0);
    const items = dataset.items.length;
    const { shown, ...standings } = rankScores(scores, target!.items, removed, items);
    const found = await rankByScores(serving, [target!], items);
    expect({ greater: found.greater, ties: found.ties }).toEqual(standings);
    expect(found.top).toEqual(shown);
    expect(found.top.indexOf(NO_ITEM)).toBe(items - removed.length);
    const listed = found.top.subarray(0, items - removed.length);
    expect(found.topScores.subarray(0, listed.length)).toEqual(Float32Array.from(listed, (item) => scores[item]!));
    dispose();
  });
});

it('gives the same figures without WebGPU', async () => {
  const { test } = dataset.split;
  const figures = async (): Promise<[Evaluation, Evaluation]> => {
    const { serving, dispose } = ranker(1000);
    const found = [await evaluateRanker(serving, test, { ks }), await onHost(serving, test)] as const;
    dispose();
    return [...found];
  };
  const [cpu, host] = await onCpu(figures);
  expect(cpu).toEqual(host);
  const [gpu] = await figures();
  for (const [name, value] of Object.entries(gpu.metrics)) expect(cpu.metrics[name]).toBeCloseTo(value, 9);
});

it('reads once for all chunks, and once whether a score is no number', async () => {
  const { serving, dispose } = ranker(1000);
  const { test } = dataset.split;
  expect(Math.ceil(test.length / 32)).toBeGreaterThan(1);
  expect(await readingsIn(() => evaluateRanker(serving, test))).toBe(2);
  expect(await readingsIn(() => onHost(serving, test))).toBe(
    Math.ceil(test.length / USERS) * Math.ceil(dataset.items.length / EACH),
  );
  dispose();
});

it('asks all of one target before the first wait: weights that change meanwhile are not its own', async () => {
  const { serving, weights, dispose } = ranker(1000);
  const [target] = dataset.split.test;
  serving.catalogueScorer.keepItems();
  const before = await rankByScores(serving, [target!], 5);
  const asked = rankByScores(serving, [target!], 5);
  flush();
  weights.write('match/score/bias', Float32Array.of(7));
  expect(await asked).toEqual(before);
  const after = await rankByScores(serving, [target!], 5);
  after.topScores.forEach((score, place) => expect(score).toBeCloseTo(before.topScores[place]! + 7, 4));
  dispose();
});

it.each([NaN, Infinity])('refuses a score of %d, be it of an item that nobody asks about', async (number) => {
  const { serving, weights, dispose } = ranker(1000);
  const [target] = dataset.split.test;
  const other = [...dataset.items.keys()].find((item) => !target!.items.includes(item));
  const [, width = 0] = weights.shape(TABLE);
  const table = await weights.read(TABLE);
  // Of an item the row of its id lies two further.
  table.fill(number, (other! + 2) * width, (other! + 3) * width);
  weights.write(TABLE, table);
  const evaluation = () => evaluateRanker(serving, [{ ...target!, history: 0 }]);
  await expect(evaluation()).rejects.toMatchObject({ code: 'scores-not-finite' });
  dispose();
});

it('says its share of the targets, is left at the chunk at which it is told to, and destroys its buffers', async () => {
  const { serving, dispose } = ranker(1000);
  const { test } = dataset.split;
  const shares: number[] = [];
  await evaluateRanker(serving, test, { onProgress: (share) => shares.push(share) });
  expect(shares).toEqual(
    Array.from({ length: Math.ceil(test.length / USERS) }, (_, at) => Math.min(1, ((at + 1) * USERS) / test.length)),
  );
  for (const stopAt of [1, 8, 10]) await expectLeftAt(stopAt, (options) => evaluateRanker(serving, test, options));
  dispose();
});
