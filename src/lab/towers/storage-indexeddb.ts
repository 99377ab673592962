/**
 * The browser's storage of saved towers: a database of its own. That of the runs waits for tabs of older pages when it
 * changes; a drawing need not.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { StoredTowers } from './saved';
import type { TowersStorage } from './storage';

interface TowersDatabase extends DBSchema {
  /** By name. */
  towers: { key: string; value: StoredTowers };
}

const VERSION = 1;
/** A browser whose database does not open says neither yes nor no. */
const PATIENCE_MS = 5000;

export function indexedDbTowers(): TowersStorage {
  let opened: Promise<IDBPDatabase<TowersDatabase>> | null = null;
  const forget = (): void => {
    opened = null;
  };
  const open = (): Promise<IDBPDatabase<TowersDatabase>> => {
    // Where storage is denied, the call itself throws.
    opened ??= Promise.resolve().then(() =>
      openDB<TowersDatabase>('tower-lab-towers', VERSION, {
        upgrade: (db) => void db.createObjectStore('towers'),
        // A newer page waits for this one to let go.
        blocking(_, __, event) {
          (event.target as IDBDatabase).close();
          forget();
        },
        terminated: forget,
      }),
    );
    opened.catch(forget);
    return opened;
  };
  const asked = <T>(ask: (db: IDBPDatabase<TowersDatabase>) => Promise<T>): Promise<T> =>
    Promise.race([open().then(ask), silence()]);
  return {
    list: () => asked((db) => db.getAll('towers')),
    save: (towers, replace) =>
      asked(async (db) => {
        if (replace) await db.put('towers', towers, towers.name);
        return replace || unlessTaken(db.add('towers', towers, towers.name));
      }),
    rename: (name, towers) =>
      asked(async (db) => {
        const change = db.transaction('towers', 'readwrite');
        const [added] = await Promise.all([
          unlessTaken(change.store.add(towers, towers.name)),
          // With the name taken, the whole change is off.
          change.store.delete(name).catch(() => undefined),
          change.done.catch(unlessConstraint),
        ]);
        return added;
      }),
    remove: (name) => asked((db) => db.delete('towers', name)),
  };
}

const silence = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new DOMException('the storage does not answer', 'TimeoutError')), PATIENCE_MS);
  });

const unlessTaken = (added: Promise<unknown>): Promise<boolean> => added.then(() => true, unlessConstraint);

function unlessConstraint(error: unknown): false {
  const { name } = error as DOMException;
  if (name === 'ConstraintError' || name === 'AbortError') return false;
  throw error;
}
