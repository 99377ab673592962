/** A panel of what the run shows: a folder in `panels/` with a `panel.ts` that declares it. */
import type { ReactNode } from 'react';
import type { Language } from '../../lab/stores/view';

export interface Panel {
  /** The name of its folder, kept as the panel that is open. */
  id: string;
  /** Where its tab stands, from 1, and the digit that opens it. */
  place: number;
  title: Readonly<Record<Language, string>>;
  /** It shows figures of the run, and says so where other towers are drawn by now. */
  ofRun?: true;
  Page(): ReactNode;
}

export const definePanel = (panel: Panel): Panel => panel;
