import { plainDocument, SMALL_WORLD } from './testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { BothParts } from './evaluate/baseline-count';
import { REFERENCE_ROWS } from './rankers/rankers';
import { countHere } from './rankers/both-parts';
import { ask, heard, onLab, phase } from './host-testing';

/** Holds the count of the baselines where a test wants to act meanwhile. */
let beforeCounting: () => Promise<void> = () => Promise.resolve();
let count: (signal: AbortSignal) => Promise<BothParts> | null = () => null;
onLab({
  baselines: async (dataset, signal, onProgress) => {
    await beforeCounting();
    return count(signal) ?? countHere(dataset, signal, onProgress);
  },
});
afterEach(() => {
  beforeCounting = () => Promise.resolve();
  count = () => null;
});

describe('baselines', () => {
  it('that cannot be counted cost neither the run nor its figures, and are counted anew when asked again', async () => {
    count = () => Promise.reject(new Error('out of memory'));
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    await ask('start', plainDocument(4));
    await heard.until(() => phase() === 'done');
    expect(heard.results).toHaveLength(1);
    expect(heard.results[0]?.baselines).toEqual({});
    expect(heard.failures.splice(0).map(({ detail }) => detail.message)).toEqual(['out of memory']);
    count = () => null;
    const { metrics, baselines } = await ask('evaluate', {});
    expect(metrics).toEqual(heard.results[0]?.metrics);
    expect(Object.keys(baselines).sort()).toEqual(['chosen', ...REFERENCE_ROWS].sort());
  });

  it('say how far their count is, each percent once, until it is over or has failed', async () => {
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    await ask('start', plainDocument(2));
    await heard.until(() => phase() === 'done');
    const fractions = heard.counting.slice(0, -1).map(Number);
    expect([fractions[0], heard.counting.at(-1)]).toEqual([0, null]);
    expect(fractions.length).toBeGreaterThan(5);
    expect(fractions).toEqual([...new Set(fractions)].toSorted((a, b) => a - b));
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);

    count = () => Promise.reject(new Error('out of memory'));
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    await ask('start', plainDocument(2));
    await heard.until(() => phase() === 'done');
    heard.failures.splice(0);
    expect(heard.counting).toEqual([0, null]);
  });

  it('of a data set that was replaced never stand beside the next one', async () => {
    let release: () => void = () => undefined;
    beforeCounting = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await ask('load', { source: SMALL_WORLD });
    const { graph, settings } = plainDocument(3);
    await ask('start', { graph, settings });
    await heard.until(() => heard.progress.at(-1)?.detail === 'baselines');
    beforeCounting = () => Promise.resolve();
    const old = release;
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    old();
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect([heard.baselines, heard.counting]).toEqual([[], []]);
  });
});
