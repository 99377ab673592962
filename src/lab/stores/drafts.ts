/** Drawings that were neither trained nor saved: whether this one is kept, and those that were left behind. */
import { createStore } from 'zustand/vanilla';
import type { LabFailure } from '../failure';
import type { Draft } from '../towers/draft';

/** Either the draft, or why it cannot be opened. */
export type OfferedDraft = { id: string } & ({ draft: Draft } | { refused: LabFailure });

export interface DraftsState {
  /** Of tabs that are gone, and what a link took the place of; the newest first. */
  offered: readonly OfferedDraft[];
  /** When the drawing was kept that came back with the page; null where none did. */
  restored: string | null;
  /** Why the drawing on screen would be lost with the page; null where it would not. */
  unstored: LabFailure | null;
}

export const createDraftsStore = () =>
  createStore<DraftsState>()(() => ({ offered: [], restored: null, unstored: null }));

export type DraftsStore = ReturnType<typeof createDraftsStore>;
