/** `localStorage` or `sessionStorage`, where a browser may deny what it offers: then in memory, until the page goes. */
import type { StateStorage } from 'zustand/middleware';

/** @param get may throw, as the property of `window` does where site data is blocked */
export function webStorage(get: () => Storage): StateStorage {
  const memory = new Map<string, string>();
  const tried = <T>(ask: (storage: Storage) => T, otherwise: () => T): T => {
    try {
      return ask(get());
    } catch {
      return otherwise();
    }
  };
  return {
    getItem: (key) =>
      memory.get(key) ??
      tried(
        (storage) => storage.getItem(key),
        () => null,
      ),
    setItem: (key, value) => {
      memory.delete(key);
      tried(
        (storage) => storage.setItem(key, value),
        () => void memory.set(key, value),
      );
    },
    removeItem: (key) => {
      memory.delete(key);
      tried(
        (storage) => storage.removeItem(key),
        () => undefined,
      );
    },
  };
}
