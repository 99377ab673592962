import { plainDocument, ready, type Heard } from '../testing';
import { gradientSeries, LIST_SERIES, RANK_SERIES, SCORE_SERIES } from '../runs/vector-series';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let heard: Heard;
beforeAll(async () => {
  heard = await ready();
});
afterAll(() => {
  expect(heard.failures).toEqual([]);
  return heard.lab.dispose();
});

describe('live values', () => {
  it('are read soon after the start of a run and at the end of every epoch, however short', async () => {
    heard.forget();
    await heard.lab.ask(
      'start',
      plainDocument(0, { stages: [{ terms: ['*'], trainable: ['*'], until: { epochs: 3 } }] }),
    );
    await heard.until(() => heard.progress.at(-1)?.phase === 'done');
    for (const name of ['softmax/batchRecall/0/mean', 'both/scale/0/mean'])
      expect(heard.series(name).length, name).toBeGreaterThanOrEqual(1 + 3);
    expect(heard.series('both/scale/0/mean')[0]).toBeCloseTo(0.5, 1);
    // What vectors are like is read with each evaluation, and only then.
    for (const name of [RANK_SERIES.user, RANK_SERIES.item, SCORE_SERIES.positives.mean, SCORE_SERIES.negatives.spread])
      expect(heard.series(name), name).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
    for (const rank of [...heard.series(RANK_SERIES.user), ...heard.series(RANK_SERIES.item)]) {
      expect(rank).toBeGreaterThanOrEqual(1);
      expect(rank).toBeLessThanOrEqual(4);
    }
    for (const share of [...heard.series(LIST_SERIES.coverage), ...heard.series(LIST_SERIES.headShare)]) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(heard.series(LIST_SERIES.coverage)).toHaveLength(3);
    expect(heard.series(LIST_SERIES.headShare)).toHaveLength(3);
    expect(heard.series(gradientSeries('both'))[0]).toBeGreaterThan(0);
  });

  it('are none of what a step is said to dispatch', async () => {
    const document = plainDocument(4);
    heard.forget();
    for (let step = 1; step < 4; step++) await heard.lab.ask('step', document);
    const between = heard.progress.at(-1)?.speed?.dispatchesPerStep;
    // The last step of a run reads them, the one before it did not.
    await heard.lab.ask('step', document);
    await heard.until(() => heard.results.length > 0);
    expect(heard.results[0]?.speed.dispatchesPerStep).toBe(between);
  });
});
