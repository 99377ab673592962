/** Where saved towers survive a reload: IndexedDB in the browser, memory in tests. */
import type { StoredTowers } from './saved';

export interface TowersStorage {
  /** As they were stored, by whatever version of the lab. */
  list(): Promise<unknown[]>;
  /**
   * @param replace what is stored under the name, if anything; without it, false where the name is taken
   * @throws DOMException: nothing was written
   */
  save(towers: StoredTowers, replace: boolean): Promise<boolean>;
  /** Under another name, which is that of `towers`; false where that is taken. @throws DOMException */
  rename(name: string, towers: StoredTowers): Promise<boolean>;
  remove(name: string): Promise<void>;
}

export function memoryTowers(): TowersStorage {
  const stored = new Map<string, StoredTowers>();
  const save = async (towers: StoredTowers, replace: boolean): Promise<boolean> => {
    if (!replace && stored.has(towers.name)) return false;
    stored.set(towers.name, structuredClone(towers));
    return true;
  };
  return {
    list: async () => structuredClone([...stored.values()]),
    save,
    async rename(name, towers) {
      if (!(await save(towers, false))) return false;
      stored.delete(name);
      return true;
    },
    remove: async (name) => void stored.delete(name),
  };
}
