import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idField } from '../../data/fields/encode';
import { historyItemsOf } from '../../data/history';
import { rankCorrelation } from '../../data/rank-correlation';
import { datasetOf, randomRows } from '../../data/testing';
import { onDevice } from '../../engine/testing';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { evaluate } from '../evaluate/evaluate';
import { LiveModel } from '../training/live-model';
import { featureBytes } from './feature-bytes';
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
let stages: Record<'two-tower' | 'din', Stage>;
beforeAll(() => {
  const modelOf = (id: string) => {
    const { graph, settings } = preset(id).build(schemaOf(dataset), { width: 8 });
    return new LiveModel(dataset, graph, settings);
  };
  models = { 'two-tower': modelOf('two-tower'), din: modelOf('din') };
  stages = { 'two-tower': new Stage(models['two-tower'].serving), din: new Stage(models.din.serving) };
});
afterAll(() => {
  for (const stage of Object.values(stages)) stage.dispose();
  for (const model of Object.values(models)) model.dispose();
});

describe('a funnel', () => {
  it('that leaves nothing out ranks as its last stage alone, and loses nothing', async () => {
    const { metrics, stages: figures } = await runFunnel(
      [FunnelStage.alone(stages['two-tower'], ALL), FunnelStage.alone(stages.din, ALL)],
      test,
      watch,
    );
    const alone = (await evaluate(models.din, test)).metrics;
    for (const name of ['hr@10', 'ndcg@10', 'recall@20', 'mrr', 'coverage@10'])
      expect(metrics[name], name).toBeCloseTo(alone[name]!, 6);
    expect(figures[1]).toMatchObject({ overlap: null, correlation: null });
    expect(figures.map(({ hitRate, recall, ofNext }) => [hitRate, recall, ofNext])).toEqual([
      [1, 1, 1],
      [1, 1, null],
    ]);
  });

  it('keeps of the held-out items what its first stage has among its best, and never more afterwards', async () => {
    const { stages: figures, metrics } = await runFunnel(
      [FunnelStage.alone(stages['two-tower'], 20), FunnelStage.alone(stages.din, 10)],
      test,
      watch,
    );
    const alone = (await evaluate(models['two-tower'], test)).metrics;
    expect(figures[0]!.hitRate).toBeCloseTo(alone['hr@20']!, 6);
    expect(figures[0]!.recall).toBeCloseTo(alone['recall@20']!, 6);
    expect(figures[1]!.hitRate).toBeLessThanOrEqual(figures[0]!.hitRate);
    expect(figures[1]!.hitRate).toBeCloseTo(metrics['hr@10']!, 6);
    const handedOn = test.map((target) => Math.min(20, ALL - historyItemsOf(dataset, target).length));
    expect(figures.map(({ given, keep }) => [given, keep])).toEqual([
      [ALL, 20],
      [handedOn.reduce((a, b) => a + b) / test.length, 10],
    ]);
    expect(figures[0]!.ofNext).toBeGreaterThan(0.3);
    expect(figures[0]!.ofNext).toBeLessThan(1);
  });

  it('agrees with itself, and with another stage as far as their lists do', async () => {
    const [tower, din] = [stages['two-tower'], stages.din];
    const agreement = async (next: Stage) => {
      const run = await runFunnel([FunnelStage.alone(tower, 12), FunnelStage.alone(next, 12)], test, watch);
      return run.stages[0]!;
    };
    const same = await agreement(tower);
    expect([same.ofNext, same.overlap]).toEqual([1, 1]);
    expect(same.correlation).toBeCloseTo(1, 9);
    const { overlap, correlation } = await agreement(din);
    const [own, others] = [await tower.first(test, 12), await din.first(test, 12)];
    const shared = others.map((list, row) => {
      const first = list.subarray(0, 10);
      return first.filter((item) => own[row]!.subarray(0, 10).includes(item)).length / first.length;
    });
    expect(overlap).toBeCloseTo(shared.reduce((a, b) => a + b) / test.length, 9);
    const scores = await din.scoresOf(test, own);
    const each = own.map((list, row) =>
      rankCorrelation(
        [...list.keys()].map((place) => -place),
        [...scores[row]!],
      )!,
    );
    // Some scores are equal: an order has no ties.
    expect(correlation).toBeCloseTo(each.reduce((a, b) => a + b) / each.length, 2);
    expect(correlation).not.toBe(0);
    expect(correlation).toBeLessThan(0.9);
  });

  it('takes towers behind a ranker too: they order what they are given as they order the catalogue', async () => {
    const part = test.slice(0, 5);
    const whole = await stages['two-tower'].first(part, ALL);
    const given = part.map((_, row) => whole[row]!.filter((item) => item % 2 === 0).toReversed());
    const ordered = await stages['two-tower'].order(part, given);
    ordered.forEach((list, row) => expect([...list]).toEqual([...whole[row]!].filter((item) => item % 2 === 0)));
  });

  it('lists no item of the history, by vectors or pair by pair', async () => {
    for (const stage of Object.values(stages)) {
      const lists = await stage.first(test, ALL);
      test.forEach((target, row) => {
        const seen = historyItemsOf(dataset, target);
        expect(seen.length).toBeGreaterThan(0);
        expect(lists[row]!.filter((item) => seen.includes(item))).toHaveLength(0);
        expect(lists[row]).toHaveLength(ALL - seen.length);
      });
    }
  });

  it('counts the work of a stage: towers scan their whole index, a ranker what it is given', () => {
    const { multiplyAdds, indexWidth } = models['two-tower'].compiled;
    expect(stages['two-tower'].workFor(ALL)).toBe(multiplyAdds.user + ALL * indexWidth);
    const pair = models.din.compiled.multiplyAdds;
    expect(stages.din.workFor(20)).toBe(pair.user + 20 * (pair.item + pair.pair));
    expect(stages['two-tower'].indexBytes).toBe(4 * indexWidth * ALL);
    const read = featureBytes(models.din.compiled);
    expect(stages.din.featureBytesFor(20)).toBe(read.user + 20 * read.item);
    expect(stages['two-tower'].featureBytesFor(ALL)).toBe(featureBytes(models['two-tower'].compiled).user);
    expect(stages.din.indexBytes).toBe(0);
  });

  it('ends where it is taken back', async () => {
    const control = new AbortController();
    control.abort(new DOMException('enough', 'AbortError'));
    await expect(
      runFunnel([FunnelStage.alone(stages.din, 5)], test, { ...watch, signal: control.signal }),
    ).rejects.toThrow('enough');
  });
});
