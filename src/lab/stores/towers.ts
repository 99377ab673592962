/** The drawings that a person has saved in this browser. */
import { createStore } from 'zustand/vanilla';
import type { LabFailure } from '../failure';
import type { SavedTowers } from '../towers/saved';

export interface TowersState {
  /** The newest first. */
  saved: readonly SavedTowers[];
  /** Stored, but of a newer version of the lab, or damaged. */
  unreadable: number;
  /** What was deleted last, and can be put back. */
  removed: SavedTowers | null;
  /** Why the browser keeps none; null while it does. */
  unstored: LabFailure | null;
}

export const createTowersStore = () =>
  createStore<TowersState>()(() => ({ saved: [], unreadable: 0, removed: null, unstored: null }));

export type TowersStore = ReturnType<typeof createTowersStore>;
