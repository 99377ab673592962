/**
 * EASE on the device beside EASE on the host at the smallest lambda that is tried: where float32 is furthest off. On a
 * made-up log by default; on the logs of shared/datasets too, for minutes: REFERENCE=all npx vitest run
 * src/lab/rankers/ease/single-precision
 */
import { nodeGpu } from '../../../engine/node-gpu';
import { describe, expect, it } from 'vitest';
import { buildDataset } from '../../../data/build-dataset';
import { DEFAULT_PROTOCOL, type Dataset, type Target } from '../../../data/dataset';
import { worldById } from '../../../data/worlds/worlds';
import { DeviceInverse } from '../../../engine/linear-algebra/device-inverse';
import { takingTurns } from '../../turns';
import { topItems } from '../../evaluate/rank';
import { evaluateRankable, scoresOf } from '../fitting/ranking';
import { hasReferenceLogs, readReferenceLog } from '../fitting/reference-logs';
import type { RowScorer } from '../fitting/score-row';
import { trainingSets } from '../fitting/training-sets';
import { fitEase } from './fit';
import { Inverses, MOST_OFF } from './inverses';
import { EASE_LAMBDAS } from './ranker';

const takeTurn = takingTurns();
const LOGS = [
  { folder: 'ml-latest-small', where: '' },
  { folder: 'movietweetings-100k', where: '' },
  { folder: 'online-retail-uci', where: 'behavior=purchase' },
  { folder: 'kuairand-pure-slice', where: 'is_click=1' },
];
/** Users whose lists are compared. */
const USERS = 500;

async function madeUp(): Promise<Dataset> {
  const world = worldById('bookshop').generate({ events: 4000, seed: 1 });
  return (await buildDataset({ name: 'bookshop', ...world, protocol: DEFAULT_PROTOCOL, seed: 1 })).dataset;
}

const topHundred = (scorer: RowScorer, target: Target): number[] =>
  Array.from(topItems(scoresOf(scorer, [target]), 100, new Uint32Array(0))).sort((a, b) => a - b);

describe('EASE in single precision', () => {
  it.each([null, ...(hasReferenceLogs && process.env.REFERENCE === 'all' ? LOGS : [])])(
    'has the lists of 100 and the NDCG@10 of double precision on %s',
    async (reference) => {
      const dataset = reference ? await readReferenceLog(reference) : await madeUp();
      const sets = trainingSets(dataset);
      const lambdas = [Math.min(...EASE_LAMBDAS)];
      const open = () => DeviceInverse.open(nodeGpu, { software: true });
      const inverses = new Inverses({ takeTurn, open, onDeviceFrom: 1 });
      const { scorer: single } = await fitEase(dataset, sets, { takeTurn, inverses, lambdas });
      const { scorer: double } = await fitEase(dataset, sets, { takeTurn, lambdas });
      const [note] = inverses.notes;
      inverses.close();
      expect(note).toMatchObject({ id: 'onGpu' });
      expect(note!.values['millionths']).toBeLessThanOrEqual(1e5 * MOST_OFF);
      const targets = dataset.split.test;
      for (const target of targets.slice(0, USERS))
        expect(topHundred(single, target)).toEqual(topHundred(double, target));
      const gains = [single, double].map(
        async (scorer) => (await evaluateRankable(dataset, targets, scorer)).metrics['ndcg@10']!,
      );
      expect(await gains[0]).toBeCloseTo((await gains[1])!, 5);
    },
  );
});
