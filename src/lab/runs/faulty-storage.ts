/** For tests: a storage that fails at the n-th thing it is asked, once or from then on. */
import type { RunStorage } from './storage';

export interface Faults {
  /** Of the next question is 1. */
  at: number;
  lasting: boolean;
  /** What it failed at. */
  hit: (keyof RunStorage)[];
}

export function faultyStorage(storage: RunStorage, faults: Faults): RunStorage {
  const failing = <K extends keyof RunStorage>(name: K): RunStorage[K] => {
    const ask = storage[name] as (...given: unknown[]) => Promise<unknown>;
    return (async (...given: unknown[]) => {
      faults.at -= 1;
      if (faults.at === 0 || (faults.lasting && faults.at < 0)) {
        faults.hit.push(name);
        throw new DOMException('the disk is gone', 'UnknownError');
      }
      return ask(...given);
    }) as RunStorage[K];
  };
  return {
    list: failing('list'),
    read: failing('read'),
    write: failing('write'),
    remove: failing('remove'),
    last: failing('last'),
    setLast: failing('setLast'),
    limit: failing('limit'),
  };
}
