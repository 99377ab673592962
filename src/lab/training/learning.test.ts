import { listen, plainDocument, type Heard } from '../testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PROTOCOL } from '../../data/dataset';
import { createRandom } from '../../data/random';
import type { Column } from '../../data/table';
import { worldById } from '../../data/worlds/worlds';

let heard: Heard;
beforeAll(async () => {
  heard = listen();
  await heard.lab.ask('open', { cpu: false });
});
afterAll(() => heard.lab.dispose());

/** The world's log as a file, its items as they are or dealt anew among the rows. */
function logOf(shuffled: boolean): File {
  const { log, roles } = worldById('bookshop').generate({ events: 1500, seed: 1 });
  const column = (role: string): Column =>
    log.columns.find(({ name }) => name === roles.log.find((spec) => spec.role === role)?.column) ??
    expect.fail(`no ${role} column`);
  const [user, item, time] = [column('user'), column('item'), column('time')];
  const places = Array.from({ length: log.rows }, (_, row) => row);
  const random = createRandom(5, 'shuffle');
  if (shuffled)
    for (let i = places.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [places[i], places[j]] = [places[j] ?? 0, places[i] ?? 0];
    }
  const cell = ({ dictionary, codes }: Column, row: number) => dictionary[codes[row] ?? 0] ?? '';
  const lines = places.map((place, row) => `${cell(user, row)},${cell(item, place)},${cell(time, row)}`);
  return new File([['user,item,time', ...lines].join('\n')], 'log.csv');
}

async function figures(shuffled: boolean): Promise<{ model: number; popularity: number; losses: number[] }> {
  const { lab } = heard;
  const { roles } = await lab.ask('preview', {
    files: { log: logOf(shuffled), items: null, users: null },
    dialects: {},
  });
  await lab.ask('load', { source: { kind: 'files', roles, protocol: DEFAULT_PROTOCOL } });
  heard.forget();
  await lab.ask(
    'start',
    plainDocument(0, {
      batch: 64,
      optimizers: [{ pattern: '*', rule: 'lazy-adam', learningRate: 0.02, weightDecay: 0 }],
      stages: [{ terms: ['*'], trainable: ['*'], until: { patience: 2, maxEpochs: 10 } }],
    }),
  );
  await heard.until(() => heard.progress.at(-1)?.phase === 'done');
  const [result] = heard.results;
  const { test } = await lab.ask('baselines', {});
  return {
    model: result?.metrics['hr@10'] ?? Number.NaN,
    popularity: test.popularity?.['hr@10'] ?? Number.NaN,
    losses: heard.series('loss'),
  };
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a short run', () => {
  it('finds the planted tastes of a world, and nothing where the items are dealt at random', async () => {
    const planted = await figures(false);
    const noise = await figures(true);
    // 68 people are asked: a tenth is more than two standard errors.
    expect(planted.model).toBeGreaterThan(planted.popularity + 0.2);
    expect(noise.model).toBeLessThan(noise.popularity + 0.1);
    expect(planted.model).toBeGreaterThan(noise.model + 0.2);
    expect(mean(planted.losses.slice(-20))).toBeLessThan(mean(planted.losses.slice(0, 20)) - 1);
  });
});
