import { plainDocument, ready, SMALL_WORLD, textOf } from './testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { BothParts } from './evaluate/baseline-figures';
import { rankers } from './rankers/rankers';
import { countHere } from './rankers/both-parts';
import type { Run } from './runs/run';
import { memoryStorage, type RunStorage } from './runs/storage';
import type { WeightsFile } from './transfer/weights-file';
import { unlessAborted } from './waits';
import { ask, heard, onLab, phase, refusal } from './host-testing';

/** Those of a world, in which everything is taken. */
const ROWS = [...rankers.filter(({ needs }) => !needs.shown).map(({ id }) => id), 'oracle' as const];

/** Holds the count of the baselines where a test wants to act meanwhile. */
let beforeCounting: () => Promise<void> = () => Promise.resolve();
let count: (signal: AbortSignal, onCounted: (parts: BothParts) => void) => Promise<BothParts> | null = () => null;
onLab(
  {
    baselines: async (dataset, signal, onProgress, onCounted) => {
      await beforeCounting();
      return count(signal, onCounted) ?? countHere(dataset, signal, onProgress, onCounted);
    },
  },
  true,
);
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
    expect(heard.results).toMatchObject([{ baselines: {} }]);
    expect(await refusal(ask('baselines', {}))).toMatchObject({
      code: 'baselines-failed',
      detail: { message: 'out of memory' },
    });
    count = () => null;
    const { test } = await ask('baselines', {});
    expect(Object.keys(test).sort()).toEqual(['chosen', ...ROWS].sort());
    const { metrics, baselines } = await ask('evaluate', {});
    expect(metrics).toEqual(heard.results[0]?.metrics);
    expect(baselines).toEqual(test);
  });

  it('say which of them is being counted and how much is, each once, until it is over or has failed', async () => {
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    await ask('baselines', {});
    expect(heard.counting.at(-1)).toBeNull();
    const said = heard.counting.filter((counting) => counting !== null);
    expect(said[0]).toEqual({ fraction: 0, row: null });
    expect(new Set(said.map(({ row }) => row))).toEqual(new Set([null, ...ROWS]));
    expect(new Set(said.map(({ row, fraction }) => `${row} ${fraction}`)).size).toBe(said.length);
    const fractions = said.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.every((fraction) => Number.isInteger(Number((100 * fraction).toFixed(6))))).toBe(true);
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);

    count = () => Promise.reject(new Error('out of memory'));
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    await refusal(ask('baselines', {}));
    expect(heard.counting).toEqual([{ fraction: 0, row: null }, null]);
  });

  it('are counted when they are asked for, after a result that stands and is kept without them', async () => {
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    let asked = false;
    count = () => {
      asked = true;
      return null;
    };
    await ask('start', plainDocument(2));
    await heard.until(() => phase() === 'done');
    const { result } = (await ask('runs', {})).runs[0]!;
    expect([asked, result]).toEqual([false, { ...heard.results[0]!, baselines: {} }]);
    const { test } = await ask('baselines', {});
    expect((await ask('runs', {})).runs[0]!.result).toEqual({ ...result, baselines: test });
  });

  it('show each row when it is there, and those that are still to come as waiting', async () => {
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    const { test } = await ask('baselines', {});
    const shown = heard.baselines.flatMap(({ part, baselines }) => (part === 'test' ? [baselines] : []));
    // The last word is that of the oracle.
    expect(shown).toHaveLength(ROWS.length);
    for (const [at, baselines] of shown.entries()) {
      const waiting = (baselines.left ?? []).filter(({ reason }) => reason === 'waiting');
      expect(waiting).toHaveLength(ROWS.length - 1 - at);
      for (const { id } of waiting) expect(baselines[id]).toBeUndefined();
      for (const id of ROWS) if (baselines[id]) expect(baselines[id]).toEqual(test[id]);
    }
  });

  it('of a data set that was replaced never stand beside the next one', async () => {
    let release: () => void = () => undefined;
    beforeCounting = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await ask('load', { source: SMALL_WORLD });
    const given = refusal(ask('baselines', {}));
    await heard.until(() => heard.counting.length > 0);
    beforeCounting = () => Promise.resolve();
    const old = release;
    await ask('load', { source: SMALL_WORLD });
    heard.forget();
    old();
    expect((await given).code).toBe('cut-off');
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
    const asked = ask('baselines', {});
    await counted;
    await ask('skipBaselines', {});
    expect((await asked).test).toEqual({
      popularity: { 'hr@10': 0.25 },
      left: ['ease', 'oracle'].map((id) => ({ id, reason: 'skipped', values: {} })),
    });
    expect(heard.counting.at(-1)).toBeNull();
    count = () => null;
    await ask('countBaselines', {});
    await heard.until(() => heard.counting.length > 9 && heard.counting.at(-1) === null);
    expect(Object.keys(heard.baselines.at(-1)!.baselines).sort()).toEqual(['chosen', ...ROWS].sort());
    expect((await ask('baselines', {})).test).toEqual(heard.baselines.at(-1)!.baselines);
  });
});

describe('baselines in the background', () => {
  /** A lab that counts them by itself, and how often it has begun to; `held` holds each count. */
  async function counting(storage: RunStorage, held: Promise<void> = Promise.resolve()) {
    const counts = { begun: 0 };
    const heard = await ready(
      {
        storage,
        eagerBaselines: true,
        baselines: async (dataset, signal, onProgress, onCounted) => {
          counts.begun += 1;
          await unlessAborted(held, signal);
          return countHere(dataset, signal, onProgress, onCounted);
        },
      },
      true,
    );
    return { heard, counts, lab: heard.lab };
  }
  const trained = async ({ heard, lab }: Awaited<ReturnType<typeof counting>>) => {
    await lab.ask('start', plainDocument(2));
    await heard.until(() => heard.progress.at(-1)?.phase === 'done');
  };

  it('are counted once there is a curve that they stand beside, and once', async () => {
    const { heard, counts, lab } = await counting(memoryStorage());
    await lab.ask('load', { source: SMALL_WORLD });
    expect([counts.begun, heard.counting]).toEqual([0, []]);
    await lab.ask('step', plainDocument(2));
    await heard.until(() => heard.counting.length > 1 && heard.counting.at(-1) === null);
    await lab.ask('step', plainDocument(2));
    await heard.until(() => heard.progress.at(-1)?.phase === 'done');
    await lab.ask('evaluate', {});
    expect(counts.begun).toBe(1);
    await lab.dispose();
  });

  it('that fail beside curves are tried once, said once, and tried again beside a result', async () => {
    let failing = 0;
    const fails = (): Promise<never> => {
      failing += 1;
      return Promise.reject(new Error('out of memory'));
    };
    const heard = await ready({ eagerBaselines: true, baselines: fails }, true);
    for (let n = 0; n < 3; n++) await heard.lab.ask('step', plainDocument(4));
    expect([failing, heard.failures.map(({ code }) => code)]).toEqual([1, ['baselines-failed']]);
    await heard.lab.ask('evaluate', {});
    await heard.until(() => heard.failures.length > 1);
    expect(failing).toBe(2);
    await heard.lab.dispose();
  });

  it('come with a stored run and are not counted again, for its weights and its test neither', async () => {
    const storage = memoryStorage();
    const first = await counting(storage);
    await trained(first);
    await first.heard.until(() => first.heard.counting.at(-1) === null);
    await first.lab.dispose();
    const second = await counting(storage);
    const { run } = (await second.lab.ask('restore', {}))!;
    const { test } = await second.lab.ask('baselines', {});
    expect(test).toEqual(run.result!.baselines);
    expect(Object.keys(test).sort()).toEqual(['chosen', ...ROWS].sort());
    const json = await textOf(second.lab.ask('exportWeights', { encoding: 'array' }));
    expect((JSON.parse(json) as WeightsFile).run.baselines).toEqual(test);
    await trained(second);
    expect(second.heard.results.at(-1)!.baselines).toEqual(test);
    expect([second.counts.begun, second.heard.counting]).toEqual([0, []]);
    await second.lab.dispose();
  });

  it('that a stored run lacks are counted when it is opened; what somebody skipped stays skipped', async () => {
    const storage = memoryStorage();
    const first = await counting(storage, new Promise(() => undefined));
    await trained(first);
    await first.lab.dispose();
    const second = await counting(storage, new Promise(() => undefined));
    await second.lab.ask('restore', {});
    expect(second.counts.begun).toBe(1);
    await second.lab.ask('skipBaselines', {});
    await second.heard.until(() => second.heard.counting.at(-1) === null);
    await second.lab.dispose();
    const third = await counting(storage);
    const { run } = (await third.lab.ask('restore', {}))!;
    expect(run.result!.baselines.left).toHaveLength(ROWS.length);
    await third.lab.ask('evaluate', {});
    expect(third.counts.begun).toBe(0);
    await third.lab.ask('countBaselines', {});
    await third.heard.until(() => third.heard.counting.length > 1 && third.heard.counting.at(-1) === null);
    expect(Object.keys(third.heard.baselines.at(-1)!.baselines).sort()).toEqual(['chosen', ...ROWS].sort());
    await third.lab.dispose();
  });

  it('hold up neither a result nor a test, and are kept with them when they come', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const background = await ready(
      {
        eagerBaselines: true,
        baselines: async (dataset, signal, onProgress, onCounted) => {
          await held;
          return countHere(dataset, signal, onProgress, onCounted);
        },
      },
      true,
    );
    const { lab } = background;
    const kept: Run[] = [];
    lab.on('run', (run) => kept.push(run));
    await lab.ask('start', plainDocument(2));
    await background.until(() => background.progress.at(-1)?.phase === 'done');
    expect(background.results).toMatchObject([{ baselines: {} }]);
    const { metrics, baselines } = await lab.ask('evaluate', {});
    expect([metrics, baselines]).toEqual([background.results[0]!.metrics, {}]);
    release();
    await background.until(() => background.counting.at(-1) === null);
    expect(kept.at(-1)!.result).toEqual({
      ...background.results[0]!,
      baselines: background.baselines.at(-1)!.baselines,
    });
    await lab.dispose();
  });
});
