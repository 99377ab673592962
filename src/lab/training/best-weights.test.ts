import { expect, it } from 'vitest';
import { tinyDataset } from '../../model/harness/tiny-log';
import { setParam } from '../../model/document/graph-edits';
import { schemaOf } from '../../model/document/schema';
import { preset } from '../../model/presets/presets';
import { BestWeights, watchedOf, type Watched } from './best-weights';

const schema = schemaOf(tinyDataset());
const graphOf = (id: string) => preset(id).build(schema, { width: 8 }).graph;

/** Steps whose weights were kept, of evaluations one after the other. */
async function keptOf(watched: Watched, evaluations: readonly Record<string, number>[]) {
  const best = new BestWeights(watched);
  const kept: (number | undefined)[] = [];
  for (const [at, metrics] of evaluations.entries()) {
    await best.evaluated(metrics, { stage: 0, step: at + 1 }, () => Promise.resolve(new Map()));
    kept.push(best.kept?.step);
  }
  return { kept, sinceBest: best.sinceBest };
}

it('what learns from impressions is chosen by GAUC, all else by lists', () => {
  expect(watchedOf(graphOf('two-tower'))).toBe('ndcg@10');
  expect(watchedOf(graphOf('din'))).toBe('ndcg@10');
  expect(watchedOf(setParam(graphOf('din'), 'softmax', 'from', 'shown'))).toBe('gauc');
  const mixed = setParam(setParam(graphOf('din'), 'softmax', 'from', 'mixed'), 'softmax', 'drawn', 8);
  expect(watchedOf(mixed)).toBe('gauc');
  expect(watchedOf(setParam(mixed, 'softmax', 'drawn', 15))).toBe('ndcg@10');
  expect(watchedOf(preset('pre-ranker').build({ ...schema, hasShown: true }, { width: 8 }).graph)).toBe('gauc');
});

it('the first of the best stays, whatever the other metric does', async () => {
  const evaluations = [
    { 'ndcg@10': 0.01, gauc: 0.6 },
    { 'ndcg@10': 0.02, gauc: 0.62 },
    { 'ndcg@10': 0.03, gauc: 0.61 },
    { 'ndcg@10': 0.02, gauc: 0.62 },
  ];
  expect(await keptOf('gauc', evaluations)).toEqual({ kept: [1, 2, 2, 2], sinceBest: 2 });
  expect(await keptOf('ndcg@10', evaluations)).toEqual({ kept: [1, 2, 3, 3], sinceBest: 1 });
});

it('lists choose where nobody has pairs of both kinds', async () => {
  expect(await keptOf('gauc', [{ 'ndcg@10': 0.01 }, { 'ndcg@10': 0.03 }])).toMatchObject({ kept: [1, 2] });
});

it('weights that are no numbers are never the best, whatever was measured of those that were ranked', async () => {
  const best = new BestWeights('ndcg@10');
  const evaluated = (step: number, value: number, weight: number) =>
    best.evaluated({ 'ndcg@10': value }, { stage: 0, step }, async () => new Map([['w', Float32Array.of(1, weight)]]));
  await evaluated(1, 0.1, 2);
  await expect(evaluated(2, 0.2, Number.NaN)).rejects.toMatchObject({ code: 'scores-not-finite', values: { step: 2 } });
  await expect(evaluated(2, 0.2, -Infinity)).rejects.toMatchObject({ code: 'scores-not-finite' });
  expect(best.kept).toMatchObject({ step: 1, value: 0.1 });
  expect(best.best).toBe(best.kept);
});
