/**
 * The baselines on real logs against the figures of ../shared/datasets/README.md. One log without the search for lambda by default;
 * all five with it (minutes): REFERENCE=all npx vitest run src/lab/evaluate/baselines/reference
 */
import { existsSync, openAsBlob } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildDataset } from '../../../data/build';
import { DEFAULT_PROTOCOL, type Dataset } from '../../../data/dataset';
import { guessRoles } from '../../../data/roles';
import { readDelimited } from '../../../data/sources/csv/read';
import type { Metrics } from '../../protocol';
import { evaluateScorer, type Scorer } from '../rank';
import { takingTurns } from '../turns';
import { fitEase } from './ease';
import { trainingSets } from './fitting/training-sets';
import { fitItemKnn } from './item-knn';
import { popularityScorer } from './popularity';
import { transitionsScorer } from './transitions';

const datasets = '../shared/datasets';
const skip = !existsSync(datasets); // not part of the project

/** HR@10, Recall@10, NDCG@10. */
type Figures = readonly [number, number, number];
interface Reference { folder: string; where: string; lambda: number; figures: Record<'popularity' | 'itemKnn' | 'ease' | 'transitions', Figures> }

/** What the page searched. */
const LAMBDAS = [20, 100, 300, 1000, 3000];

const ML: Reference = {
  folder: 'ml-latest-small', where: '', lambda: 20,
  figures: { popularity: [0.0541, 0.04, 0.0216], itemKnn: [0.0934, 0.0709, 0.037], ease: [0.1246, 0.0996, 0.0543], transitions: [0.1262, 0.1015, 0.0622] },
};
const ALL: readonly Reference[] = [
  ML,
  {
    folder: 'movietweetings-100k', where: '', lambda: 3000,
    figures: { popularity: [0.1552, 0.1552, 0.0787], itemKnn: [0.1792, 0.1792, 0.0959], ease: [0.1882, 0.1882, 0.0988], transitions: [0.2234, 0.2234, 0.1229] },
  },
  {
    folder: 'online-retail-uci', where: 'behavior=purchase', lambda: 300,
    figures: { popularity: [0.1862, 0.0185, 0.0266], itemKnn: [0.3043, 0.0574, 0.0718], ease: [0.3797, 0.0706, 0.0809], transitions: [0.1108, 0.0118, 0.0168] },
  },
  {
    folder: 'kuairand-pure-slice', where: 'is_click=1', lambda: 300,
    figures: { popularity: [0.0458, 0.0456, 0.024], itemKnn: [0.0237, 0.0236, 0.011], ease: [0.0597, 0.0594, 0.0295], transitions: [0.0497, 0.0494, 0.0245] },
  },
  {
    folder: 'kuairand-pure-slice', where: 'long_view=1', lambda: 3000,
    figures: { popularity: [0.0473, 0.0472, 0.0244], itemKnn: [0.0195, 0.0194, 0.0094], ease: [0.0605, 0.0604, 0.0298], transitions: [0.0464, 0.0464, 0.0228] },
  },
];

async function load({ folder, where }: Reference): Promise<Dataset> {
  const log = await readDelimited(await openAsBlob(`${datasets}/${folder}/interactions.csv`), { fileName: 'interactions.csv' });
  return (await buildDataset({ name: folder, log, items: null, users: null, roles: guessRoles(log, null, null), protocol: { ...DEFAULT_PROTOCOL, where }, seed: 1 })).dataset;
}

/** By the options of the page: 100 neighbours without shrinkage. @returns the lambda that was chosen */
async function expectFigures(reference: Reference, lambdas: readonly number[]): Promise<number> {
  const dataset = await load(reference);
  const sets = trainingSets(dataset);
  const takeTurn = takingTurns();
  const measure = async (scorer: Scorer): Promise<Metrics> => (await evaluateScorer(dataset, dataset.split.test, scorer)).metrics;
  const ease = await fitEase(dataset, sets, { takeTurn, lambdas });
  const measured: Record<keyof Reference['figures'], Metrics> = {
    popularity: await measure(popularityScorer(dataset)),
    itemKnn: await measure((await fitItemKnn(dataset, sets, { takeTurn, neighbours: [100], shrinkages: [0] })).scorer),
    ease: await measure(ease.scorer),
    transitions: await measure(transitionsScorer(dataset)),
  };
  for (const [id, figures] of Object.entries(reference.figures) as [keyof Reference['figures'], Figures][]) {
    ['hr@10', 'recall@10', 'ndcg@10'].forEach((metric, at) => {
      const value = measured[id][metric]!;
      expect(Math.abs(value - figures[at]!), `${reference.folder} ${reference.where} ${id} ${metric}: ${value}, there ${figures[at]}`).toBeLessThan(0.0003);
    });
  }
  return ease.lambda;
}

describe('the reference figures', () => {
  it.skipIf(skip)('are met on ml-latest-small', { timeout: 300_000 }, async () => {
    await expectFigures(ML, [ML.lambda]);
  });

  it.skipIf(skip).each(process.env.REFERENCE === 'all' ? ALL : [])('are met on $folder $where, lambda $lambda chosen', { timeout: 600_000 }, async (reference) => {
    expect(await expectFigures(reference, LAMBDAS)).toBe(reference.lambda);
  });
});
