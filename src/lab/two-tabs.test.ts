import { afterEach, describe, expect, it } from 'vitest';
import type { LabFailure } from './failure';
import { memoryLocks } from './runs/locks';
import type { Run } from './runs/run';
import type { Own } from './runs/run-keeper';
import { memoryStorage } from './runs/storage';
import { listen, plainDocument, SMALL_WORLD, type Heard } from './testing';

const open: Heard[] = [];
afterEach(() => Promise.all(open.splice(0).map(({ lab }) => lab.dispose())));

interface TabHeard extends Heard {
  /** The run it would go on with after a reload. */
  own: Own;
}

/** Tabs of one browser, each a lab over the same storage; those on the CPU, so that they do not share a device. */
function browser(limit = Infinity) {
  const storage = { ...memoryStorage(), limit: async () => limit };
  const locks = memoryLocks();
  return {
    storage,
    async tab(): Promise<TabHeard> {
      const tab = Object.assign(listen({ storage, locks: locks() }), { own: { run: null, checkpoint: false } });
      open.push(tab);
      tab.lab.on('own', (own) => Object.assign(tab.own, own));
      await tab.lab.ask('open', { cpu: true });
      return tab;
    },
  };
}

const loaded = async (tab: TabHeard, seed = 3): Promise<TabHeard> => {
  await tab.lab.ask('load', { source: { ...SMALL_WORLD, seed } });
  return tab;
};
const listed = async ({ lab }: Heard) => {
  const { runs, elsewhere } = await lab.ask('runs', {});
  return { ids: runs.map(({ id }) => id), elsewhere };
};
const refusal = (asked: Promise<unknown>): Promise<LabFailure['code']> =>
  asked.then(
    () => expect.fail('was not refused'),
    (error: { failure: LabFailure }) => error.failure.code,
  );

describe('two tabs of one browser', () => {
  it('train, load other data and train on, and each ends with its own run', async () => {
    const { tab, storage } = browser();
    const a = await loaded(await tab());
    await a.lab.ask('step', plainDocument(9));
    const first = a.own.run!;

    // The run of a tab that is open is no run of a new one.
    const b = await tab();
    expect(await b.lab.ask('restore', {})).toBeNull();
    await loaded(b, 4);
    await b.lab.ask('step', plainDocument(9));
    await b.lab.ask('step', plainDocument(9));
    const second = b.own.run!;
    expect(second).not.toBe(first);
    expect(await listed(a)).toEqual({ ids: [second, first], elsewhere: [second] });
    expect(await listed(b)).toEqual({ ids: [second, first], elsewhere: [first] });

    // What a tab does to its own run leaves that of the other one alone.
    await a.lab.ask('step', plainDocument(9));
    await a.lab.ask('load', { source: { ...SMALL_WORLD, seed: 5 } });
    await a.lab.ask('step', plainDocument(9));
    await b.lab.ask('step', plainDocument(9));
    expect(Object.fromEntries(((await storage.list()) as Run[]).map(({ id, step }) => [id, step]))).toEqual({
      [first]: 2,
      [second]: 3,
      [a.own.run!]: 1,
    });

    // A reload of each: its own run, whichever was stored last.
    const [ownOfA, ownOfB] = [a.own.run!, b.own.run!];
    for (const { lab } of open.splice(0)) await lab.dispose();
    const [nextA, nextB] = [await tab(), await tab()];
    expect((await nextA.lab.ask('restore', { run: ownOfA }))?.run).toMatchObject({ id: ownOfA, step: 1 });
    expect((await nextB.lab.ask('restore', { run: ownOfB }))?.run).toMatchObject({ id: ownOfB, step: 3 });
  });

  it('do not open, rename, pin or delete what the other has open, and may once it is closed there', async () => {
    const { tab } = browser();
    const a = await loaded(await tab());
    await a.lab.ask('step', plainDocument(9));
    const id = a.own.run!;
    const b = await loaded(await tab());
    const tries = () => [
      b.lab.ask('openRun', { id }),
      b.lab.ask('restore', { run: id }).then((run) => run ?? Promise.reject({ failure: { code: 'run-elsewhere' } })),
      b.lab.ask('changeRun', { id, title: 'Mine' }),
      b.lab.ask('changeRun', { id, pinned: true }),
      b.lab.ask('removeRun', { id }),
    ];
    expect(await Promise.all(tries().map(refusal))).toEqual(Array.from({ length: 5 }, () => 'run-elsewhere'));
    // What was refused has taken nothing away.
    await b.lab.ask('step', plainDocument(9));
    expect((await a.lab.ask('runs', {})).runs[1]).toMatchObject({ id, title: 'Plain', pinned: false });

    await a.lab.ask('load', { source: SMALL_WORLD });
    expect((await b.lab.ask('openRun', { id })).run.id).toBe(id);
    expect(await refusal(a.lab.ask('openRun', { id }))).toBe('run-elsewhere');
    await b.lab.ask('stop', {});
    await b.lab.ask('removeRun', { id });
    expect(await refusal(a.lab.ask('openRun', { id }))).toBe('run-gone');
  });

  it('make room with what no other tab has open', async () => {
    const { tab, storage } = browser(1);
    const a = await loaded(await tab());
    await a.lab.ask('step', plainDocument(9));
    const b = await loaded(await tab());
    await b.lab.ask('step', plainDocument(9));
    const have = async () => ((await storage.list()) as Run[]).map(({ checkpointBytes }) => checkpointBytes > 0);
    expect(await have()).toEqual([true, true]);
    await b.lab.ask('stop', {});
    await b.lab.ask('step', plainDocument(9));
    // The oldest is not there to be dropped: the next one is.
    expect(await have()).toEqual([true, false, true]);
    await a.lab.dispose();
    open.splice(0, 1);
    await b.lab.ask('step', plainDocument(9));
    expect(await have()).toEqual([false, false, true]);
  });

  it('are closed, and a new one goes on with what was trained last', async () => {
    const { tab } = browser();
    const a = await loaded(await tab());
    await a.lab.ask('step', plainDocument(9));
    const b = await loaded(await tab(), 4);
    await b.lab.ask('step', plainDocument(9));
    const [last, other] = [a.own.run!, b.own.run!];
    await b.lab.ask('load', { source: SMALL_WORLD });
    await a.lab.ask('step', plainDocument(9));
    for (const { lab } of open.splice(0)) await lab.dispose();
    const next = await tab();
    expect((await next.lab.ask('restore', {}))?.run).toMatchObject({ id: last, step: 2 });
    await next.lab.ask('stop', {});
    await next.lab.ask('removeRun', { id: last });
    await next.lab.dispose();
    expect((await (await tab()).lab.ask('restore', {}))?.run.id).toBe(other);
  });
});
