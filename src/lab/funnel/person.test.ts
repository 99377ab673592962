import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idField } from '../../data/fields/encode';
import { historyItemsOf } from '../../data/history';
import { datasetOf, randomRows } from '../../data/testing';
import { onDevice } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { LiveModel } from '../training/live-model';
import { followPerson } from './person';
import { FunnelStage } from './funnel-stage';
import { Reordering } from './reordering';
import { Stage } from './stage';

onDevice();

const log = datasetOf(randomRows(5, { users: 40, items: 30, rows: 300 }));
const dataset = {
  ...log,
  fields: [idField('user id', 'user', log.users), idField('item id', 'item', log.items)],
};
let models: LiveModel[];
let stages: Stage[];
beforeAll(() => {
  models = ['two-tower', 'din'].map((id) => {
    const { graph, settings } = preset(id).build(schemaOf(dataset), { width: 8 });
    return new LiveModel(dataset, graph, settings);
  });
  stages = models.map(({ serving }) => new Stage(serving));
});
afterAll(() => {
  for (const stage of stages) stage.dispose();
  for (const model of models) model.dispose();
});

describe("a person's items in a funnel", () => {
  const [target] = dataset.split.test;
  const through = (keeps: readonly [number, number]) =>
    followPerson(
      stages.map((stage, at) => FunnelStage.alone(stage, keeps[at]!)),
      target!,
    );

  it('have the places that each stage gives them, and end with the list of the last', async () => {
    const items = await through([8, 3]);
    const [first] = await stages[0]!.first([target!], dataset.items.length);
    const [second] = await stages[1]!.order([target!], [first!.subarray(0, 8)]);
    const at = (list: Uint32Array, item: number) => (list.includes(item) ? list.indexOf(item) + 1 : null);
    for (const { item, places } of items) expect(places).toEqual([at(first!, item), at(second!, item)]);
    expect(items.filter(({ lostAt }) => lostAt === null).map(({ item }) => item)).toEqual([...second!.subarray(0, 3)]);
    for (const { places, lostAt } of items) {
      if (lostAt === 0) expect(places[0]).toBeGreaterThan(8);
      if (lostAt === 1) expect(places[1]).toBeGreaterThan(3);
    }
    expect(new Set(items.map(({ lostAt }) => lostAt))).toContain(1);
    const reached = items.map(({ lostAt }) => lostAt ?? 2);
    expect(reached).toEqual(reached.toSorted((a, b) => b - a));
  });

  it('have a place by each model of a stage that merges several, and one by their merged list', async () => {
    const both = new FunnelStage(
      stages.map((stage) => ({ stage, weight: 1 })),
      6,
    );
    const items = await followPerson([both, FunnelStage.alone(stages[1]!, 3)], target!);
    const { lists, bySource } = await both.whole(target!);
    const place = (list: Uint32Array, item: number) => list.indexOf(item) + 1;
    for (const { item, places, bySource: own } of items) {
      expect(places[0]).toBe(place(lists[0]!, item));
      expect(own).toEqual([bySource.map(([list]) => place(list!, item)), []]);
    }
    expect(items.some(({ bySource: [own] }) => own![0] !== own![1])).toBe(true);
  });

  it('hold what is held out, wherever it was lost, and nothing of the history', async () => {
    const items = await through([2, 1]);
    const seen = historyItemsOf(dataset, target!);
    for (const wanted of target!.items) expect(items.find(({ item }) => item === wanted)).toMatchObject({ hit: true });
    expect(items.filter(({ item }) => seen.includes(item))).toEqual([]);
    expect(items.filter(({ hit }) => hit)).toHaveLength(target!.items.length);
  });

  it('that nothing cuts off are all in the list', async () => {
    const all = dataset.items.length;
    expect((await through([all, all])).every(({ lostAt }) => lostAt === null)).toBe(true);
  });

  it('end with the order of a file of scores, where it has all of them, and with the list as handed on where not', async () => {
    const [list] = await stages[0]!.first([target!], 8);
    const lines = { read: 8, used: 8, unknownUsers: 0, unknownItems: 0, repeated: 0, bad: { count: 0, lines: [] } };
    const by = (scored: Uint32Array) => {
      const own = new Map([...scored].map((item, place) => [item, place]));
      const reordering = new Reordering({ name: 's.csv', lines, scores: new Map([[target!.user, own]]) }, 3);
      return followPerson([FunnelStage.alone(stages[0]!, 8)], target!, reordering);
    };
    const kept = (items: Awaited<ReturnType<typeof by>>) =>
      items.filter(({ lostAt }) => lostAt === null).map(({ item, places }) => [item, places[1]]);
    const turned = list!.toReversed();
    expect(kept(await by(list!))).toEqual([...turned.subarray(0, 3)].map((item, at) => [item, at + 1]));
    expect((await by(list!)).find(({ item }) => item === list![0])).toMatchObject({ places: [1, 8], lostAt: 1 });
    expect(kept(await by(list!.subarray(1)))).toEqual([...list!.subarray(0, 3)].map((item, at) => [item, at + 1]));
  });
});
