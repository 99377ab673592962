/** Which runs are open, across the tabs of a browser: each tab holds its own, and touches none that another holds. */
export interface RunLocks {
  /**
   * Holds a run until it is released, or until this tab is gone. False where another tab holds it.
   * @param wasMine this tab held it a moment ago: the page or worker that did may not be gone yet, and is waited for
   */
  take(id: string, wasMine?: boolean): Promise<boolean>;
  release(id: string): void;
  /** Runs that other tabs hold. */
  elsewhere(): Promise<ReadonlySet<string>>;
}

/** Labs of one process, each as a tab: every call gives the locks of another one. */
export function memoryLocks(): () => RunLocks {
  const holders = new Map<string, symbol>();
  return () => {
    const tab = Symbol();
    return {
      take: async (id) => {
        if (!holders.has(id)) holders.set(id, tab);
        return holders.get(id) === tab;
      },
      release: (id) => {
        if (holders.get(id) === tab) holders.delete(id);
      },
      elsewhere: async () => new Set([...holders].flatMap(([id, holder]) => (holder === tab ? [] : [id]))),
    };
  };
}

/** A worker that hangs may live on for two seconds after it was ended. */
const PATIENCE_MS = 5000;

/**
 * Web Locks: the browser releases them with the page or worker that holds them.
 * @param manager `navigator.locks`; without it, as on a page that was not served securely, nothing is held
 * @param what is locked
 */
export function webLocks(manager: LockManager | undefined, what = 'run'): RunLocks {
  const prefix = `tower-lab/${what}/`;
  const mine = new Map<string, { granted: Promise<boolean>; release(): void }>();
  const request = (id: string, wasMine: boolean, released: Promise<void>): Promise<boolean> =>
    new Promise((resolve) => {
      if (!manager) return resolve(true);
      const options = wasMine ? { signal: AbortSignal.timeout(PATIENCE_MS) } : { ifAvailable: true };
      manager
        .request(prefix + id, options, (lock) => {
          resolve(lock !== null);
          return lock ? released : undefined;
        })
        // Where the browser gives no locks, no other tab has one.
        .catch((error: unknown) => resolve((error as DOMException).name !== 'TimeoutError'));
    });
  return {
    async take(id, wasMine = false) {
      const held = mine.get(id);
      if (held) return held.granted;
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const granted = request(id, wasMine, released);
      mine.set(id, { granted, release });
      if (await granted) return true;
      mine.delete(id);
      return false;
    },
    release(id) {
      mine.get(id)?.release();
      mine.delete(id);
    },
    async elsewhere() {
      const { held = [] } = (await manager?.query().catch(() => undefined)) ?? {};
      const ids = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
      return new Set(ids.filter((id) => !mine.has(id)));
    },
  };
}
