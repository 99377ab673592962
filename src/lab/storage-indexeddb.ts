/** The browser's run storage: one record, the last run. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { RunStorage, StoredRun } from './storage';

interface LabDatabase extends DBSchema {
  runs: { key: 'last'; value: StoredRun };
}

export function indexedDbStorage(): RunStorage {
  let opened: Promise<IDBPDatabase<LabDatabase>> | null = null;
  // Opened by the first use, so that a browser without storage says so to someone who listens.
  const database = () =>
    (opened ??= openDB<LabDatabase>('tower-lab', 1, {
      upgrade: (db) => {
        db.createObjectStore('runs');
      },
    }));
  return {
    async save(run) {
      await (await database()).put('runs', run, 'last');
    },
    async load() {
      return (await (await database()).get('runs', 'last')) ?? null;
    },
    async clear() {
      await (await database()).delete('runs', 'last');
    },
  };
}
