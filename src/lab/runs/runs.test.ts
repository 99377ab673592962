import { describe, expect, it } from 'vitest';
import { closingLabs } from '../host-testing';
import {
  divergingDocument,
  listen,
  plainDocument,
  ready,
  SMALL_WORLD,
  type Document,
  type Heard,
  textOf,
} from '../testing';
import type { WeightsFile } from '../transfer/weights-file';
import type { Run } from './run';
import { storedForm } from './run-file';
import { memoryStorage, type RunStorage } from './storage';

const heardBy = closingLabs();

const listed = async ({ lab }: Heard): Promise<Run[]> => (await lab.ask('runs', {})).runs;
const done = (heard: Heard) => heard.until(() => heard.progress.at(-1)?.phase === 'done');
async function train(heard: Heard, document: Document): Promise<number[]> {
  heard.forget();
  await heard.lab.ask('start', document);
  await done(heard);
  return heard.series('loss');
}
/** As after a reload: another lab, the same storage. */
async function reload(heard: Heard, storage: RunStorage): Promise<Heard> {
  await heard.lab.dispose();
  const next = await heardBy(listen({ storage }));
  await next.lab.ask('open', { cpu: true });
  return next;
}
const lossesOf = (series: { name: string; values: Float64Array }[]) => [
  ...series.find(({ name }) => name === 'loss')!.values,
];

describe('runs', () => {
  it('that go on keep the baselines they have until the count is over', async () => {
    const storage = memoryStorage();
    const first = await heardBy(ready({ storage }, true));
    await train(first, plainDocument(3));
    await first.lab.ask('baselines', {});
    await first.lab.ask('continue', { steps: 1 });
    await first.lab.ask('stop', {});
    const [before] = await listed(first);
    expect(Object.keys(before!.baselines)).toContain('ease');

    await first.lab.dispose();
    const second = await heardBy(listen({ storage, baselines: () => new Promise(() => undefined) }));
    await second.lab.ask('open', { cpu: true });
    await second.lab.ask('openRun', { id: before!.id, goOn: true });
    await second.lab.ask('step', before!);
    await second.lab.ask('stop', {});
    const [after] = await listed(second);
    expect([after!.id, after!.step]).toEqual([before!.id, before!.step + 1]);
    expect(after!.baselines).toEqual(before!.baselines);
  });

  it('of a ranker are listed and opened after a reload, as those of two towers are', async () => {
    const storage = memoryStorage();
    const open = async (): Promise<Heard> => {
      const heard = await heardBy(listen({ storage }));
      await heard.lab.ask('open', { cpu: true });
      return heard;
    };
    const first = await open();
    await first.lab.ask('load', { source: SMALL_WORLD });
    const { graph } = await first.lab.ask('preset', { id: 'pre-ranker', width: 4 });
    await train(first, { graph, settings: plainDocument(2).settings });
    await first.lab.dispose();
    const second = await open();
    const [run] = await listed(second);
    expect(run).toMatchObject({ title: graph.title, step: 2, size: { index: 0 } });
    expect(await second.lab.ask('openRun', { id: run!.id })).toMatchObject({ lacks: null });
  });

  it('that are under way are opened as they are, not as they were stored', async () => {
    const heard = await heardBy(ready({}, true));
    const document = plainDocument(100_000);
    await heard.lab.ask('step', document);
    const [{ id }] = (await listed(heard)) as [Run];
    heard.forget();
    await heard.lab.ask('resume', {});
    await heard.until(() => (heard.progress.at(-1)?.step ?? 0) > 3);
    const seen = heard.progress.at(-1)!.step;
    const { run } = await heard.lab.ask('openRun', { id });
    expect(run.step).toBeGreaterThanOrEqual(seen);
  });

  it('that were trained, stopped, continued and started anew are three, each with its curves after a reload', async () => {
    const storage = memoryStorage();
    const first = await heardBy(ready({ storage }, true));
    const document = plainDocument(6);
    for (let n = 0; n < 2; n++) await first.lab.ask('step', document);
    await first.lab.ask('stop', {});
    await first.lab.ask('continue', { steps: null });
    await done(first);
    const continued = first.series('loss');
    expect(continued).toHaveLength(6);
    const anew = await train(first, { ...document, settings: { ...document.settings, seed: 6 } });
    expect(anew).not.toEqual(continued);

    const second = await reload(first, storage);
    const runs = await listed(second);
    expect(runs.map(({ status, step, origin }) => ({ status, step, origin }))).toEqual([
      { status: 'finished', step: 6, origin: { kind: 'trained' } },
      { status: 'finished', step: 6, origin: { kind: 'continued', run: runs[2]!.id, step: 2 } },
      { status: 'stopped', step: 2, origin: { kind: 'trained' } },
    ]);
    expect(runs[0]).toMatchObject({
      title: 'Plain',
      data: { name: 'bookshop', source: SMALL_WORLD, upload: null },
      settings: { seed: 6 },
      pinned: false,
      appVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(runs[0]!.adapter).not.toBe('');
    const curves = [anew, continued, continued.slice(0, 2)];
    for (const [i, run] of runs.entries()) {
      const opened = await second.lab.ask('openRun', { id: run.id });
      expect(lossesOf(opened.series), String(i)).toEqual(curves[i]);
      expect(opened).toMatchObject({ lacks: null, progress: { phase: 'done', step: run.step, ending: run.status } });
      expect((await second.lab.ask('retrieve', { user: 1, k: 3 })).step).toBe(run.step);
    }
    // A stopped run that was opened goes on as if it had not been stopped, and as another run.
    second.forget();
    await second.lab.ask('continue', { steps: null });
    await done(second);
    expect(second.series('loss')).toEqual(continued.slice(2));
    expect(await listed(second)).toHaveLength(4);
  });

  it('have result, figures and baselines again, and weights that can be tested', async () => {
    const storage = memoryStorage();
    const first = await heardBy(ready({ storage }, true));
    await train(first, plainDocument(4));
    const [result] = first.results;
    await train(first, plainDocument(2, { seed: 9 }));
    const second = await reload(first, storage);
    const runs = await listed(second);
    const opened = await second.lab.ask('openRun', { id: runs[1]!.id });
    expect(opened.run.result).toEqual(result);
    expect(await second.lab.ask('evaluate', {})).toMatchObject({ metrics: result!.metrics });
    expect((await listed(second))[1]).toMatchObject({ evaluated: { metrics: result!.metrics } });
  });

  it('that were tested while they rested keep the figures until their weights move on', async () => {
    const heard = await heardBy(ready({}, true));
    const document = plainDocument(6);
    await heard.lab.ask('step', document);
    const { metrics } = await heard.lab.ask('evaluate', {});
    const exported = async () =>
      (JSON.parse(await textOf(heard.lab.ask('exportWeights', { encoding: 'array' }))) as WeightsFile).run.metrics;
    expect((await listed(heard))[0]!.evaluated).toMatchObject({ metrics });
    expect(await exported()).toEqual(metrics);
    await heard.lab.ask('step', document);
    expect((await listed(heard))[0]!.evaluated).toBeNull();
    expect(await exported()).toEqual({});
    await heard.lab.ask('evaluate', {});
    await heard.lab.ask('stop', {});
    // The same weights as before the stop.
    expect((await listed(heard))[0]!.evaluated).not.toBeNull();
  });

  it('on other data load it again, and keep what they show where it cannot be had', async () => {
    const storage = memoryStorage();
    const heard = await heardBy(ready({ storage }, true));
    const losses = await train(heard, plainDocument(3));
    await heard.lab.ask('load', { source: { ...SMALL_WORLD, seed: 4 } });
    await train(heard, plainDocument(3));
    const [other, mine] = await listed(heard);
    const opened = await heard.lab.ask('openRun', { id: mine!.id });
    expect(opened).toMatchObject({ lacks: null, dataset: { fingerprint: mine!.data.fingerprint } });
    expect(mine!.data.fingerprint).not.toBe(other!.data.fingerprint);
    expect(lossesOf(opened.series)).toEqual(losses);

    // A world that this version of the lab does not have.
    const gone = { ...other!, data: { ...other!.data, source: { ...SMALL_WORLD, id: 'atlantis' } } };
    await storage.write(storedForm(gone as Run), {});
    const again = await reload(heard, storage);
    await again.lab.ask('load', { source: SMALL_WORLD });
    const lacking = await again.lab.ask('openRun', { id: other!.id });
    expect(lacking).toMatchObject({ lacks: 'data', progress: { phase: 'idle' }, run: { result: gone.result } });
    expect(lossesOf(lacking.series)).toHaveLength(3);
    expect(lacking.dataset?.fingerprint).toBe(mine!.data.fingerprint);
    await expect(again.lab.ask('retrieve', { user: 0, k: 3 })).rejects.toMatchObject({
      failure: { code: 'no-weights' },
    });
  });

  it('above the limit lose the oldest checkpoint that is not pinned; curves and result stay', async () => {
    const document = plainDocument(3);
    const storage = memoryStorage();
    const first = await heardBy(ready({ storage }, true));
    for (let n = 0; n < 3; n++) await train(first, document);
    const [third, second_, oldest] = await listed(first);
    const { checkpointBytes } = third!;
    expect(checkpointBytes).toBeGreaterThan(1000);
    await first.lab.ask('changeRun', { id: oldest!.id, pinned: true });

    // Room for three: the fourth takes that of the second.
    const heard = await reload(first, { ...storage, limit: async () => 3.5 * checkpointBytes });
    await heard.lab.ask('load', { source: SMALL_WORLD });
    await train(heard, document);
    const runs = await listed(heard);
    expect(runs.map((run) => run.checkpointBytes > 0)).toEqual([true, true, false, true]);
    const opened = await heard.lab.ask('openRun', { id: second_!.id });
    expect(opened).toMatchObject({ lacks: 'checkpoint', run: { result: { metrics: second_!.result!.metrics } } });
    expect(lossesOf(opened.series)).toHaveLength(3);
    expect(await heard.lab.ask('openRun', { id: oldest!.id })).toMatchObject({ lacks: null });
  });

  it('make room where the disk itself is full, before a run goes without being stored', async () => {
    const storage = memoryStorage();
    let room = 2;
    const full: RunStorage = {
      ...storage,
      write: async (run, parts) => {
        const kept = (await storage.list()) as Run[];
        const taken = kept.filter(({ id, checkpointBytes }) => id !== run.id && checkpointBytes > 0).length;
        if (parts.checkpoint && taken >= room) throw new DOMException('the disk is full', 'QuotaExceededError');
        await storage.write(run, parts);
      },
    };
    const heard = await heardBy(ready({ storage: full }, true));
    for (let n = 0; n < 3; n++) await train(heard, plainDocument(2));
    expect(heard.unsaved).toEqual([]);
    expect((await listed(heard)).map(({ checkpointBytes }) => checkpointBytes > 0)).toEqual([true, true, false]);
    room = 0;
    await train(heard, plainDocument(2));
    expect(heard.unsaved).toMatchObject([{ code: 'storage-full' }]);
  });

  it('are renamed and removed; weights of a removed run go with it', async () => {
    const storage = memoryStorage();
    const heard = await heardBy(ready({ storage }, true));
    await train(heard, plainDocument(2));
    await train(heard, plainDocument(2));
    const [shown, older] = await listed(heard);
    await heard.lab.ask('changeRun', { id: older!.id, title: 'For the lecture' });
    expect((await listed(heard))[1]).toMatchObject({ title: 'For the lecture' });
    await heard.lab.ask('removeRun', { id: shown!.id });
    expect((await listed(heard)).map(({ id }) => id)).toEqual([older!.id]);
    expect(heard.progress.at(-1)?.phase).toBe('idle');
    await expect(heard.lab.ask('openRun', { id: shown!.id })).rejects.toMatchObject({ failure: { code: 'run-gone' } });
    const next = await reload(heard, storage);
    expect(await next.lab.ask('restore', { run: shown!.id })).toBeNull();

    await next.lab.ask('load', { source: SMALL_WORLD });
    await next.lab.ask('step', plainDocument(9));
    const [live] = await listed(next);
    await expect(next.lab.ask('removeRun', { id: live!.id })).rejects.toMatchObject({
      failure: { code: 'run-under-way' },
    });
  });

  it('that never took a step are not kept', async () => {
    const heard = await heardBy(ready({}, true));
    await heard.lab.ask('start', plainDocument(1000));
    await heard.lab.ask('stop', {});
    expect(heard.progress.at(-1)).toMatchObject({ phase: 'done', step: 0 });
    expect(await listed(heard)).toEqual([]);
  });

  it('that diverged are kept as that, with their curves up to there', async () => {
    const heard = await heardBy(ready({}, true));
    await heard.lab.ask('start', divergingDocument());
    await heard.until(() => heard.failures.length > 0);
    expect(heard.failures.map(({ code }) => code)).toEqual(['diverged']);
    await heard.lab.ask('stop', {});
    const [run] = await listed(heard);
    expect(run).toMatchObject({ status: 'diverged', checkpointBytes: 0 });
    const { series, lacks } = await heard.lab.ask('openRun', { id: run!.id });
    expect(lossesOf(series).length).toBeGreaterThan(0);
    expect(lacks).toBe('checkpoint');
  });

  it('of another version of the lab, or damaged, are counted and left alone', async () => {
    const storage = memoryStorage();
    const heard = await heardBy(ready({ storage }, true));
    await train(heard, plainDocument(2));
    const [good] = (await storage.list()) as Run[];
    await storage.write({ ...good!, id: 'newer', version: good!.version + 1 } as unknown as Run, {});
    const next = await reload(heard, storage);
    expect(await next.lab.ask('runs', {})).toMatchObject({ runs: [{ id: good!.id }], unreadable: 1 });
    expect(await storage.list()).toHaveLength(2);
  });
});
