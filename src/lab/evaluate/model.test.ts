import { plainDocument, ready, SMALL_WORLD, type Heard, textOf } from '../testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, Target } from '../../data/dataset';
import { Sources } from '../loading/sources';
import { decodeFloats } from '../transfer/base64';
import type { WeightsFile } from '../transfer/weights-file';
import { evaluateScorer, type Scorer } from './rank';

/**
 * The plain graph scored from its exported file by loops: mean of the last eight events' items, plus the user's own
 * row, cosine over the temperature.
 */
function plainScorer(file: WeightsFile, dataset: Dataset): Scorer {
  const numbers = (path: string) =>
    decodeFloats(String(file.tensors[path]?.data)) ?? expect.fail(`no numbers for ${path}`);
  const table = (path: string, field: string) => {
    const values = numbers(path);
    const rows = new Map((file.schema.vocabularies[field] ?? []).map((name, i) => [name, i + 2]));
    return (name: string): number[] =>
      Array.from(values.subarray(4 * (rows.get(name) ?? 1), 4 * (rows.get(name) ?? 1) + 4));
  };
  const userRow = table('table/users', 'user id');
  const itemRow = table('table/items', 'item id');
  const [scale = 0] = numbers('user/both/scale');
  const unit = (x: number[]): number[] => {
    const length = Math.hypot(...x);
    return x.map((value) => value / Math.max(length, 1e-12));
  };
  const items = dataset.items.map((id) => unit(itemRow(id)));
  return (targets) =>
    Float32Array.from(
      targets.flatMap((target) => {
        const start = dataset.userStart[target.user] ?? 0;
        const past = Array.from(
          { length: target.history },
          (_, i) => dataset.items[dataset.events.item[start + i] ?? 0] ?? '',
        )
          .slice(-8)
          .map(itemRow);
        const mean = [0, 1, 2, 3].map(
          (d) => past.reduce((sum, row) => sum + (row[d] ?? 0), 0) / Math.max(1, past.length),
        );
        const own = userRow(dataset.users[target.user] ?? '');
        const user = unit(mean.map((value, d) => value + scale * (own[d] ?? 0)));
        return items.map((item) => item.reduce((sum, value, d) => sum + value * (user[d] ?? 0), 0) / 0.1);
      }),
    );
}

let heard: Heard;
let dataset: Dataset;
let file: WeightsFile;
beforeAll(async () => {
  heard = await ready();
  const { lab } = heard;
  await lab.ask('start', plainDocument(30));
  await heard.until(() => heard.progress.at(-1)?.phase === 'done');
  file = JSON.parse(await textOf(lab.ask('exportWeights', { encoding: 'base64-f32-le' }))) as WeightsFile;
  ({ dataset } = await new Sources().load(SMALL_WORLD, new AbortController().signal, () => undefined));
});
afterAll(() => heard.lab.dispose());

const near = (a: number, b: number) => Math.abs(a - b) < 1e-4;
/** Float32 sums differ in their last bits; two items whose scores differ by less may change places. */
const CLOSE = 1e-4;

describe('exported weights scored by hand', () => {
  it('give the scores and the order that the lab shows', async () => {
    const score = plainScorer(file, dataset);
    for (const target of dataset.split.test.slice(0, 12)) {
      const { model, targets, history } = await heard.lab.ask('retrieve', { user: target.user, k: 20 });
      const own = score([target]);
      const seen = new Set(history.map(({ item }) => item));
      const order = dataset.items
        .map((_, item) => item)
        .filter((item) => !seen.has(item))
        .sort((a, b) => (own[b] ?? 0) - (own[a] ?? 0));
      expect(model).toHaveLength(20);
      model.forEach(({ item, score: shown }, place) => {
        expect(near(shown, own[item] ?? Number.NaN), `score of ${item}: ${shown} and ${own[item]}`).toBe(true);
        expect(Math.abs((own[order[place] ?? 0] ?? 0) - (own[item] ?? 0))).toBeLessThan(CLOSE);
      });
      for (const { item, rank } of targets) {
        const better = order.filter((other) => (own[other] ?? 0) > (own[item] ?? 0) + CLOSE).length;
        const notWorse = order.filter((other) => (own[other] ?? 0) > (own[item] ?? 0) - CLOSE).length;
        expect(rank).toBeGreaterThanOrEqual(better + 1);
        expect(rank).toBeLessThanOrEqual(notWorse);
      }
    }
  });

  it('give the figures that the lab gives, over the whole catalogue', async () => {
    const { metrics: gpu } = await heard.lab.ask('evaluate', {});
    const { metrics: cpu } = await evaluateScorer(dataset, dataset.split.test, plainScorer(file, dataset));
    expect(Object.keys(gpu).sort()).toEqual(Object.keys(cpu).sort());
    // One pair of near-equal scores may swap: less than one rank in one of the lists.
    for (const [name, value] of Object.entries(cpu))
      expect(Math.abs((gpu[name] ?? Number.NaN) - value), name).toBeLessThan(1 / dataset.split.test.length);
    expect(gpu['hr@100']).toBe(1);
    expect(gpu['mrr']).toBeCloseTo(cpu['mrr'] ?? 0, 3);
    expect(file.run.metrics).toEqual(gpu);
  });
});

describe('what is asked', () => {
  it('is held out: no history that is shown or used reaches the moment of the target', async () => {
    for (const target of dataset.split.test.slice(0, 20)) {
      const { history, targets } = await heard.lab.ask('retrieve', { user: target.user, k: 5 });
      const asked = targets.map(({ item }) => timesOf(target, item)).flat();
      expect(history.length).toBe(target.history);
      expect(history.length).toBeGreaterThan(0);
      for (const { time } of history) expect(time).toBeLessThan(Math.min(...asked));
      for (const { item } of targets) expect(history.map((event) => event.item)).not.toContain(item);
      expect(history.map(({ time }) => time)).toEqual(
        history.map(({ time }) => time).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
      );
    }
  });

  it('is counted in training alone: popularity shows training events', async () => {
    const counts = new Map<number, number>();
    for (const event of dataset.split.train)
      counts.set(dataset.events.item[event] ?? 0, (counts.get(dataset.events.item[event] ?? 0) ?? 0) + 1);
    const held = dataset.split.test.length + dataset.split.validation.length;
    expect(dataset.split.train.length).toBeLessThanOrEqual(dataset.events.item.length - held);
    const { popularity, history } = await heard.lab.ask('retrieve', { user: 0, k: 10 });
    const seen = new Set(history.map(({ item }) => item));
    expect(popularity.map(({ item, score }) => [item, score])).toEqual(
      popularity.map(({ item }) => [item, counts.get(item) ?? 0]),
    );
    const best = [...counts]
      .filter(([item]) => !seen.has(item))
      .map(([, count]) => count)
      .sort((a, b) => b - a);
    expect(popularity.map(({ score }) => score)).toEqual(best.slice(0, 10));
  });
});

function timesOf({ user }: Target, item: number): number[] {
  const { events, userStart } = dataset;
  return Array.from(
    { length: (userStart[user + 1] ?? 0) - (userStart[user] ?? 0) },
    (_, i) => (userStart[user] ?? 0) + i,
  )
    .filter((event) => events.item[event] === item)
    .map((event) => events.time[event] ?? 0);
}
