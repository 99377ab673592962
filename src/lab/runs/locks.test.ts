import { describe, expect, it } from 'vitest';
import { memoryLocks, webLocks, type RunLocks } from './locks';

/** The part of Web Locks that is used: a name is held until the callback's promise resolves. */
function fakeManager(): LockManager {
  const held = new Set<string>();
  const waiting: { name: string; go(): void }[] = [];
  const next = (): void => {
    const at = waiting.findIndex(({ name }) => !held.has(name));
    if (at >= 0) waiting.splice(at, 1)[0]!.go();
  };
  return {
    query: async () => ({ held: [...held].map((name) => ({ name })), pending: [] }),
    async request(name: string, { ifAvailable = false }: LockOptions, work: (lock: Lock | null) => unknown) {
      if (held.has(name) && ifAvailable) return work(null);
      if (held.has(name)) await new Promise<void>((go) => waiting.push({ name, go }));
      held.add(name);
      await work({ name, mode: 'exclusive' });
      held.delete(name);
      next();
    },
  } as unknown as LockManager;
}

const ofWeb = (): (() => RunLocks) => {
  const manager = fakeManager();
  return () => webLocks(manager);
};

describe.each([
  ['of the browser', ofWeb],
  ['of one process', memoryLocks],
])('locks %s', (_, browser) => {
  it('keep a run for one tab, as often as that asks, until it lets go', async () => {
    const tab = browser();
    const [a, b] = [tab(), tab()];
    expect(await Promise.all([a.take('1'), a.take('1'), b.take('2')])).toEqual([true, true, true]);
    expect([await b.take('1'), await a.take('2')]).toEqual([false, false]);
    expect([...(await a.elsewhere())]).toEqual(['2']);
    expect([...(await b.elsewhere())]).toEqual(['1']);
    a.release('2');
    expect(await a.take('2')).toBe(false);
    b.release('2');
    await Promise.resolve();
    expect(await a.take('2')).toBe(true);
  });

  it('are let go also before they were given', async () => {
    const tab = browser();
    const [a, b] = [tab(), tab()];
    const taken = a.take('1');
    a.release('1');
    await taken;
    expect([...(await b.elsewhere())]).toEqual([]);
  });
});

describe('locks of the browser', () => {
  it('wait for those of the page that this one follows', async () => {
    const tab = ofWeb();
    const [former, next] = [tab(), tab()];
    await former.take('1');
    const taken = next.take('1', true);
    former.release('1');
    expect(await taken).toBe(true);
  });

  it('that cannot be had keep nothing', async () => {
    const refuse = () => Promise.reject(new DOMException('no', 'SecurityError'));
    for (const manager of [undefined, { request: refuse, query: refuse } as unknown as LockManager]) {
      const locks = webLocks(manager);
      expect(await locks.take('1')).toBe(true);
      expect([...(await locks.elsewhere())]).toEqual([]);
    }
  });
});
