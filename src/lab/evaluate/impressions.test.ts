/** Impressions of a real log: what baselines get of its pairs, and what a pre-ranker costs and learns there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import { openCpu } from '../../engine/device';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { TrainStep } from '../../model/run/train-step';
import { Stage } from '../funnel/stage';
import { computeBaselines } from '../rankers/compute';
import { hasReferenceLogs, readReferenceLog } from '../rankers/fitting/reference-logs';
import { LiveModel } from '../training/live-model';
import { pairCounts, pairMetrics, pairsOf } from './pairs';
import { scoresOfPairs } from './score-pairs';
import { sampleSize } from './validation-sample';
import { epochWork, evaluationWork } from './work';

describe.skipIf(!hasReferenceLogs)('impressions of kuairand, clicks among them', () => {
  const asked = ['popularity', 'clickRate'] as const;
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await readReferenceLog({
      folder: 'kuairand-pure-slice',
      where: '',
      positives: 'is_click=1',
      tables: true,
    });
    await openCpu();
  });
  const modelOf = (id: string): LiveModel => {
    const { graph, settings } = preset(id).build(schemaOf(dataset));
    return new LiveModel(dataset, graph, settings);
  };

  it('are as many, and clicks tell them apart less well than click-through rates', async () => {
    expect(pairCounts(pairsOf(dataset, 'test')!)).toEqual({ taken: 12_496, shown: 15_277, users: 6577 });
    const { baselines } = await computeBaselines(dataset, { part: 'test', asked });
    expect(baselines.popularity!['gauc']).toBeCloseTo(0.5315, 4);
    expect(baselines.clickRate!['gauc']).toBeCloseTo(0.6054, 4);
    expect(baselines.clickRate!['auc']).toBeCloseTo(0.6243, 4);
  });

  it('are no reason to rank many catalogues while a pre-ranker trains; a funnel before it takes a tenth of its work', () => {
    const [towers, ranker] = [modelOf('two-tower'), modelOf('pre-ranker')];
    const { compiled, settings } = ranker;
    expect(sampleSize(compiled, dataset, settings)).toBe(100);
    const work = evaluationWork(compiled, dataset, 100);
    const epoch = epochWork(compiled, dataset.split.train.length, settings.batch);
    // Of which serving takes a third: what a pair has of its user and item alone is multiplied once.
    expect((work.items + work.users) / epoch).toBeLessThan(0.3);
    const items = dataset.items.length;
    const [first, second] = [new Stage(towers.serving), new Stage(ranker.serving)];
    expect((first.workFor(items) + second.workFor(200)) / second.workFor(items)).toBeLessThan(0.1);
    for (const model of [towers, ranker]) model.dispose();
  });

  it('teach a pre-ranker in a sixth of an epoch what popularity does not know', async () => {
    const model = modelOf('pre-ranker');
    const { compiled, weights, settings } = model;
    const pairs = pairsOf(dataset, 'validation')!;
    const step = new TrainStep(compiled, dataset, weights, settings, settings.stages[0]!);
    const batches = createBatches(dataset, { batch: settings.batch, seed: 1, ...compiled.reads });
    for (let at = 0; at < 40; at++) step.run(batches.at(at));
    step.dispose();
    const { baselines } = await computeBaselines(dataset, { part: 'validation', asked });
    const { gauc } = pairMetrics(pairs, await scoresOfPairs(model.serving, pairs, {}));
    expect(gauc).toBeGreaterThan(baselines.popularity!['gauc']! + 0.01);
    model.dispose();
  });
});
