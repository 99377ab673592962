import { plainDocument, ready, smallDocument, type Heard } from './testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

let heard: Heard;
beforeAll(async () => {
  heard = await ready();
});
afterAll(() => heard.lab.dispose());

describe('the small-data mode on the CPU', () => {
  it('trains to the losses of WebGPU and retrieves the same lists', async () => {
    const { lab } = heard;
    const document = await smallDocument(lab, 20);
    const run = async () => {
      heard.forget();
      await lab.ask('start', document);
      await heard.until(() => heard.progress.at(-1)?.phase === 'done');
      const lists = await Promise.all([0, 4, 11].map((user) => lab.ask('retrieve', { user, k: 10 })));
      return {
        losses: heard.series('loss'),
        lists: lists.map(({ model }) => model),
        metrics: heard.results[0]?.metrics ?? expect.fail('no result'),
      };
    };
    const gpu = await run();
    expect(await lab.ask('open', { cpu: true })).toMatchObject({ backend: 'cpu', software: true, reason: null });
    expect(heard.progress.at(-1)?.phase).toBe('done');
    const carried = await lab.ask('retrieve', { user: 4, k: 10 });
    expect(carried.model.map(({ item }) => item)).toEqual(gpu.lists[1]?.map(({ item }) => item));

    const cpu = await run();
    expect(cpu.losses).toHaveLength(20);
    cpu.losses.forEach((loss, i) =>
      expect(Math.abs(loss / (gpu.losses[i] ?? Number.NaN) - 1), `step ${i + 1}`).toBeLessThan(1e-4),
    );
    expect(cpu.lists.map((list) => list.map(({ item }) => item))).toEqual(
      gpu.lists.map((list) => list.map(({ item }) => item)),
    );
    for (const [name, value] of Object.entries(gpu.metrics)) expect(cpu.metrics[name], name).toBeCloseTo(value, 2);
    expect(heard.failures).toEqual([]);
  });

  it('pauses, steps and stops like the other', async () => {
    const { lab } = heard;
    const document = await smallDocument(lab, 10_000);
    heard.forget();
    await lab.ask('start', document);
    await heard.until(() => heard.series('loss').length >= 2);
    await lab.ask('pause', {});
    const { step } = heard.progress.at(-1) ?? expect.fail('silent');
    await lab.ask('step', document);
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'paused', step: step + 1 });
    await lab.ask('resume', {});
    await heard.until(() => heard.progress.at(-1)?.phase === 'training');
    await lab.ask('stop', {});
    expect(heard.progress.at(-1)?.phase).toBe('done');
    expect(heard.failures).toEqual([]);
  });

  it('hears a stop in the middle of an epoch, however short its steps are', async () => {
    const { lab } = heard;
    let now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
    onTestFinished(() => clock.mockRestore());
    heard.forget();
    let stopped: Promise<unknown> | null = null;
    const unlisten = lab.on('progress', ({ phase }) => {
      if (phase === 'training' && !stopped)
        stopped = new Promise((resolve) => void setTimeout(resolve, 0)).then(() => lab.ask('stop', {}));
    });
    await lab.ask('start', plainDocument(100_000, { batch: 2 }));
    await heard.until(() => heard.progress.at(-1)?.phase === 'done');
    await stopped;
    unlisten();
    const { step } = heard.progress.at(-1) ?? expect.fail('silent');
    // An epoch has 428.
    expect(step).toBeLessThan(100);
    expect(heard.failures).toEqual([]);
  });
});
