import { plainDocument, ready, SMALL_WORLD } from './testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { BothParts } from './evaluate/baseline-figures';
import { REFERENCE_ROWS } from './rankers/rankers';
import { countHere } from './rankers/both-parts';
import type { Run } from './runs/run';
import { ask, heard, onLab, phase } from './host-testing';

/** Holds the count of the baselines where a test wants to act meanwhile. */
let beforeCounting: () => Promise<void> = () => Promise.resolve();
let count: (signal: AbortSignal, onCounted: (parts: BothParts) => void) => Promise<BothParts> | null = () => null;
onLab({
  baselines: async (dataset, signal, onProgress, onCounted) => {
    await beforeCounting();
    return count(signal, onCounted) ?? countHere(dataset, signal, onProgress, onCounted);
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

  it('are skipped with those left that were counted, and counted after all', async () => {
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    let hasCounted: () => void = () => undefined;
    const counted = new Promise<void>((resolve) => {
      hasCounted = resolve;
    });
    // As many as one, then none for ever.
    count = (signal, onCounted) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        const figures = {
          popularity: { 'hr@10': 0.25 },
          left: [{ id: 'ease', reason: 'skipped', values: {} }],
        } as const;
        onCounted({ validation: figures, test: figures });
        hasCounted();
      });
    await ask('start', plainDocument(2));
    await counted;
    await ask('skipBaselines', {});
    await heard.until(() => phase() === 'done');
    expect(heard.results[0]!.baselines).toEqual({
      popularity: { 'hr@10': 0.25 },
      left: ['ease', 'oracle'].map((id) => ({ id, reason: 'skipped', values: {} })),
    });
    expect(heard.counting.at(-1)).toBeNull();
    count = () => null;
    await ask('countBaselines', {});
    await heard.until(() => heard.baselines.length === 4);
    expect(Object.keys(heard.baselines.at(-1)!.baselines).sort()).toEqual(['chosen', ...REFERENCE_ROWS].sort());
    expect((await ask('evaluate', {})).baselines).toEqual(heard.baselines.at(-1)!.baselines);
  });
});

describe('baselines in the background', () => {
  it('hold up neither a result nor a test, and are kept with them when they come', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const background = await ready({
      eagerBaselines: true,
      baselines: async (dataset, signal, onProgress, onCounted) => {
        await held;
        return countHere(dataset, signal, onProgress, onCounted);
      },
    });
    const { lab } = background;
    const kept: Run[] = [];
    lab.on('run', (run) => kept.push(run));
    await lab.ask('start', plainDocument(2));
    await background.until(() => background.progress.at(-1)?.phase === 'done');
    expect(background.results).toMatchObject([{ baselines: {} }]);
    const { metrics, baselines } = await lab.ask('evaluate', {});
    expect([metrics, baselines]).toEqual([background.results[0]!.metrics, {}]);
    release();
    await background.until(() => background.baselines.length === 2);
    expect(kept.at(-1)!.result).toEqual({ ...background.results[0]!, baselines: background.baselines[1]!.baselines });
    await lab.dispose();
  });
});
