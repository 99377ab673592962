/** A share link that was opened with the page. */
import { createStore } from 'zustand/vanilla';
import type { LabFailure } from '../failure';
import type { Shared } from '../towers/link';

export interface LinkState {
  /** Waits for the person to say whether it takes the place of what is on screen. */
  received: Shared | null;
  /** Why a link was not opened, until it is read. */
  refused: LabFailure | null;
  /** The towers on screen were drawn for a log that the link does not hold. */
  needsLog: boolean;
}

export const createLinkStore = () =>
  createStore<LinkState>()(() => ({ received: null, refused: null, needsLog: false }));

export type LinkStore = ReturnType<typeof createLinkStore>;
