/** What a tab remembers of itself over a reload, and other tabs do not share: which run is its own. */
import type { StateStorage } from 'zustand/middleware';

const KEY = 'tower-lab/run';
const NONE = '';

export interface Tab {
  /** Null where the tab left its run for other data; undefined where it never had one. */
  readonly own: string | null | undefined;
  remember(own: string | null): void;
}

/** @param storage the tab's own, `sessionStorage` */
export function createTab(storage: StateStorage): Tab {
  return {
    get own() {
      const stored = storage.getItem(KEY);
      return typeof stored === 'string' ? stored || null : undefined;
    },
    remember: (own) => void storage.setItem(KEY, own ?? NONE),
  };
}
