import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idField } from '../../data/fields/encode';
import { datasetOf, randomRows } from '../../data/testing';
import { onDevice } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { visitInterests } from '../evaluate/rank-interests';
import { LiveModel } from '../training/live-model';
import { runFunnel } from './funnel';
import { FunnelStage } from './funnel-stage';
import { merged, type MergeRule } from './merge';
import { Stage } from './stage';

onDevice();

const log = datasetOf(randomRows(5, { users: 40, items: 60, rows: 500 }));
const dataset = {
  ...log,
  fields: [idField('user id', 'user', log.users), idField('item id', 'item', log.items)],
};
const { test } = dataset.split;
const ALL = dataset.items.length;
const watch = { signal: new AbortController().signal, onProgress: () => undefined };

const models: LiveModel[] = [];
const stages: Stage[] = [];
const modelOf = (id: string, seed = 1): LiveModel => {
  const { graph, settings } = preset(id).build(schemaOf(dataset), { width: 8 });
  models.push(new LiveModel(dataset, graph, { ...settings, seed }));
  return models.at(-1)!;
};
const stageOf = (model: LiveModel, byInterest = false): Stage => {
  stages.push(new Stage(model.serving, { byInterest }));
  return stages.at(-1)!;
};
let a: Stage;
let b: Stage;
beforeAll(() => {
  [a, b] = [stageOf(modelOf('two-tower')), stageOf(modelOf('two-tower', 2))];
});
afterAll(() => {
  for (const stage of stages) stage.dispose();
  for (const model of models) model.dispose();
});

const mergedStage = (rule: MergeRule, keep: number, weights = [2, 1]) =>
  new FunnelStage(
    [
      { stage: a, weight: weights[0]! },
      { stage: b, weight: weights[1]! },
    ],
    keep,
    rule,
  );
const recallOf = (lists: readonly Uint32Array[]): number =>
  test.reduce(
    (sum, { items }, row) => sum + items.filter((item) => lists[row]!.includes(item)).length / items.length,
    0,
  ) / test.length;

describe('a stage of several models', () => {
  it('merges what each of them retrieves, and begins the whole catalogue in the same way', async () => {
    for (const rule of ['quota', 'rrf'] as const) {
      const stage = mergedStage(rule, 12);
      const { lists } = await stage.first(test);
      const [ofA, ofB] = [await a.first(test, ALL), await b.first(test, ALL)];
      for (const row of [0, 7, test.length - 1]) {
        const own = [
          { items: ofA[row]!, weight: 2 },
          { items: ofB[row]!, weight: 1 },
        ];
        expect([...lists[row]!], rule).toEqual([...merged(own, rule, 12)]);
        const { lists: whole } = await stage.whole(test[row]!);
        expect(whole[0]).toHaveLength(ofA[row]!.length);
        expect([...whole[0]!.subarray(0, 12)], rule).toEqual([...lists[row]!]);
      }
    }
  });

  it('orders what it is given by the orders of all', async () => {
    const given = test.map(() => Uint32Array.from([3, 5, 8, 13, 21, 34]));
    const { lists, bySource } = await mergedStage('quota', 3).order(test, given);
    const [ofA, ofB] = [await a.order(test, given), await b.order(test, given)];
    expect(bySource).toEqual([ofA, ofB]);
    const own = [
      { items: ofA[0]!, weight: 2 },
      { items: ofB[0]!, weight: 1 },
    ];
    expect([...lists[0]!]).toEqual([...merged(own, 'quota', 6)]);
  });

  it('costs what its models cost together', () => {
    const stage = mergedStage('quota', 5);
    expect(stage.workFor(ALL)).toBe(a.workFor(ALL) + b.workFor(ALL));
    expect(stage.indexBytes).toBe(a.indexBytes + b.indexBytes);
  });
});

describe('what each source gives', () => {
  it.each(['quota', 'rrf'] as const)('by %s: alone, with the other, and what goes without it', async (rule) => {
    const keep = 12;
    const { stages: figures } = await runFunnel([mergedStage(rule, keep)], test, watch);
    const { sources, recall } = figures[0]!;
    const [ofA, ofB] = [await a.first(test, keep), await b.first(test, keep)];
    const { lists } = await mergedStage(rule, keep).first(test);
    expect(recall).toBeCloseTo(recallOf(lists), 9);
    const both = (row: number) => ofA[row]!.filter((item) => ofB[row]!.includes(item)).length;
    const shared = test.reduce((sum, _, row) => sum + both(row) / keep, 0) / test.length;
    const ofList = (wanted: (row: number, item: number) => boolean) =>
      test.reduce((sum, _, row) => sum + lists[row]!.filter((item) => wanted(row, item)).length / keep, 0) /
      test.length;
    const [first, second] = sources!;
    expect(first!.share).toBeCloseTo(2 / 3, 9);
    expect(first!.recall).toBeCloseTo(recallOf(ofA), 9);
    expect(second!.recall).toBeCloseTo(recallOf(ofB), 9);
    // Without one of two the other has all places.
    expect(first!.adds.mean).toBeCloseTo(recallOf(lists) - recallOf(ofB), 9);
    expect(second!.adds.mean).toBeCloseTo(recallOf(lists) - recallOf(ofA), 9);
    expect(first!.adds.half).toBeGreaterThan(0);
    expect(first!.overlap[1]).toBeCloseTo(shared, 9);
    expect(second!.overlap).toEqual([first!.overlap[1], 1]);
    expect(first!.listed).toBeCloseTo(
      ofList((row, item) => ofA[row]!.includes(item)),
      9,
    );
    expect(second!.alone).toBeCloseTo(
      ofList((row, item) => ofB[row]!.includes(item) && !ofA[row]!.includes(item)),
      9,
    );
    expect(second!.alone).toBeGreaterThan(0);
    expect(second!.work).toBe(b.workFor(ALL));
  });

  it('is not told of one model alone', async () => {
    const { stages: figures } = await runFunnel([FunnelStage.alone(a, 12)], test, watch);
    expect(figures[0]!.sources).toBeNull();
  });

  it('a model beside itself adds nothing and has nothing alone', async () => {
    const twice = new FunnelStage(
      [
        { stage: a, weight: 1 },
        { stage: a, weight: 1 },
      ],
      10,
    );
    const { sources } = (await runFunnel([twice], test, watch)).stages[0]!;
    for (const { adds, alone, listed, overlap } of sources!)
      expect([adds.mean, alone, listed, overlap]).toEqual([0, 0, 1, [1, 1]]);
  });
});

describe('a model with several interests', () => {
  it('retrieves as many items by each of them as by the next, where it is asked to', async () => {
    const model = modelOf('mind');
    const [together, apart] = [stageOf(model), stageOf(model, true)];
    const [lists, separate] = [await together.first(test, 12), await apart.first(test, 12)];
    expect(separate).not.toEqual(lists);
    let row = 0;
    let several = 0;
    await visitInterests(model, test, 12, (_, own) => {
      const dealt = merged(
        own.map(({ items }) => ({ items: Uint32Array.from(items, ({ item }) => item), weight: 1 })),
        'quota',
        12,
      );
      expect([...separate[row]!]).toEqual([...dealt]);
      several += own.length > 1 ? 1 : 0;
      row++;
    });
    expect(several).toBeGreaterThan(0);
    const whole = await apart.whole(test[0]!);
    expect([...whole.subarray(0, 12)]).toEqual([...separate[0]!]);
    expect(new Set(whole).size).toBe((await together.whole(test[0]!)).length);
  });

  it('is none where there is one vector of a user', async () => {
    const alone = stageOf(models[0]!, true);
    expect(await alone.first(test, 12)).toEqual(await a.first(test, 12));
  });
});
