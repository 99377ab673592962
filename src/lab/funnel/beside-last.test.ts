import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idField } from '../../data/fields/encode';
import { datasetOf, randomRows } from '../../data/testing';
import { onDevice } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { evaluate } from '../evaluate/evaluate';
import { LiveModel } from '../training/live-model';
import { besideLast } from './beside-last';
import { runFunnel } from './funnel';
import { FunnelStage } from './funnel-stage';
import { Stage } from './stage';

onDevice();

const log = datasetOf(randomRows(5, { users: 40, items: 30, rows: 500 }));
const dataset = {
  ...log,
  fields: [idField('user id', 'user', log.users), idField('item id', 'item', log.items)],
};
const { test } = dataset.split;
const ALL = dataset.items.length;
const watch = { signal: new AbortController().signal, onProgress: () => undefined };
let models: Record<'two-tower' | 'din', LiveModel>;
let towers: Stage;
let ranker: Stage;
beforeAll(() => {
  const modelOf = (id: string) => {
    const { graph, settings } = preset(id).build(schemaOf(dataset), { width: 8 });
    return new LiveModel(dataset, graph, settings);
  };
  models = { 'two-tower': modelOf('two-tower'), din: modelOf('din') };
  towers = new Stage(models['two-tower'].serving);
  ranker = new Stage(models.din.serving);
});
afterAll(() => {
  for (const stage of [towers, ranker]) stage.dispose();
  for (const model of Object.values(models)) model.dispose();
});

describe('a funnel beside its last stage alone', () => {
  it('that hands on everything keeps all it would choose', async () => {
    const all = FunnelStage.alone(towers, ALL);
    const found = (await besideLast([all, FunnelStage.alone(ranker, 10)], test, ALL, watch))!;
    expect(found).toMatchObject({ users: test.length, keep: 10, kept: { mean: 1, half: 0 } });
    expect(found.recall.funnel).toBe(found.recall.alone);
    const { metrics } = await evaluate(models.din, test);
    expect(found.recall.alone).toBeCloseTo(metrics['recall@10']!, 6);
  });

  it('that hands on some costs what its stages say, and keeps what the first one says of the next', async () => {
    const stages = [FunnelStage.alone(towers, 12), FunnelStage.alone(ranker, 6)];
    const found = (await besideLast(stages, test, ALL, watch))!;
    const { stages: figures } = await runFunnel(stages, test, watch);
    expect(found.kept.mean).toBeCloseTo(figures[0]!.ofNext!, 9);
    expect(found.kept.mean).toBeLessThan(1);
    expect(found.recall.funnel).toBeCloseTo(figures[1]!.recall, 9);
    expect(found.work.funnel).toBeCloseTo(figures[0]!.work + figures[1]!.work, 3);
    expect(found.work.alone).toBe(ranker.workFor(ALL));
  });

  it('is nothing to say of one stage', async () => {
    expect(await besideLast([FunnelStage.alone(ranker, 6)], test, ALL, watch)).toBeNull();
  });
});
