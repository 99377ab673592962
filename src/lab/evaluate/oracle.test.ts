import { describe, expect, it } from 'vitest';
import { buildDataset } from '../../data/build-dataset';
import { DEFAULT_PROTOCOL, type Dataset, type Protocol } from '../../data/dataset';
import type { GeneratedWorld, Truth } from '../../data/worlds/world';
import { worldById } from '../../data/worlds/worlds';
import { computeBaselines } from '../rankers/compute';
import { oracleMetrics } from './oracle';

const generate = (id: string): GeneratedWorld => worldById(id).generate({ events: 4000, seed: 11 });

async function build(
  id: string,
  { log, items, users, roles }: GeneratedWorld,
  protocol: Partial<Protocol> = {},
): Promise<Dataset> {
  return (
    await buildDataset({ name: id, log, items, users, roles, protocol: { ...DEFAULT_PROTOCOL, ...protocol }, seed: 1 })
  ).dataset;
}

describe.each(['bookshop', 'recipes'])('the oracle of the world "%s"', (id) => {
  it('stands far above every baseline, and these above popularity', async () => {
    const world = generate(id);
    const dataset = await build(id, world);
    const oracle = (await oracleMetrics(dataset, world.truth, 'test')).metrics;
    const asked = ['popularity', 'itemKnn', 'ease', 'transitions'] as const;
    const { baselines } = await computeBaselines(dataset, { part: 'test', asked });
    const best = Math.max(baselines.itemKnn!['hr@10']!, baselines.ease!['hr@10']!, baselines.transitions!['hr@10']!);
    expect(oracle['hr@10']).toBeGreaterThan(best + 0.15);
    expect(best).toBeGreaterThan(baselines.popularity!['hr@10']! + 0.15);
    expect(oracle['hr@50']).toBeGreaterThan(0.85);
  });

  it('ranks what was held out for validation too, from the past of that time', async () => {
    const world = generate(id);
    const dataset = await build(id, world);
    expect((await oracleMetrics(dataset, world.truth, 'validation')).metrics['hr@10']).toBeGreaterThan(0.5);
  });

  it('works under the other splits', async () => {
    const world = generate(id);
    for (const split of ['time', 'random'] as const) {
      expect(
        (await oracleMetrics(await build(id, world, { split }), world.truth, 'test')).metrics['hr@10'],
      ).toBeGreaterThan(0.3);
    }
  });
});

describe('the oracle', () => {
  it('says which item shows that a data set is not of its world', async () => {
    const world = generate('bookshop');
    const dataset = await build('bookshop', world);
    const stranger: Truth = { ...world.truth, items: world.truth.items.filter((item) => item !== dataset.items[3]) };
    expect(() => oracleMetrics(dataset, stranger, 'test')).toThrow(
      `oracle: the world has no item "${dataset.items[3]}"`,
    );
  });
});
