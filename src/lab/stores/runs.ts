/** The runs that are kept, the newest first. */
import { createStore } from 'zustand/vanilla';
import type { Run } from '../runs/run';
import type { Curves } from './run';

export interface RunsState {
  runs: readonly Run[];
  /** Ids of those that other tabs have open, as far as was last seen. */
  elsewhere: readonly string[];
  /** Bytes that checkpoints may take, all together; 0 while it is not known. */
  limit: number;
  /** Stored, but of a newer version of the lab, or damaged. */
  unreadable: number;
  /** The browser has promised to remove nothing by itself; null where that is not known. */
  durable: boolean | null;
  /** Ids of those that are deleted as far as the page shows, and are there as long as that can be undone. */
  leaving: readonly string[];
  /** Of runs that stand beside the one on screen, up to that step. */
  curves: Readonly<Record<string, { step: number; curves: Curves }>>;
  /** What is trained one run after the other: a sweep, by its id, or `FUNNEL`. */
  queue: string | null;
}

/** The models of the standard funnel. */
export const FUNNEL = 'funnel';

export const createRunsStore = () => {
  const store = createStore<RunsState>()(() => ({
    runs: [],
    elsewhere: [],
    limit: 0,
    unreadable: 0,
    durable: null,
    leaving: [],
    curves: {},
    queue: null,
  }));
  return {
    ...store,
    /** A run that is new, or has changed. */
    put(run: Run): void {
      store.setState(({ runs }) => ({
        runs: runs.some(({ id }) => id === run.id)
          ? runs.map((old) => (old.id === run.id ? run : old))
          : [run, ...runs].toSorted((a, b) => b.startedAt.localeCompare(a.startedAt)),
      }));
    },
    drop(id: string): void {
      store.setState(({ runs }) => ({ runs: runs.filter((run) => run.id !== id) }));
    },
  };
};

export type RunsStore = ReturnType<typeof createRunsStore>;
