/** A panel of what the run shows: a folder in `panels/` with a `panel.ts` that declares it. */
import type { ReactNode } from 'react';

/** What a panel says in a language, in `words.<language>.ts` beside it. */
export interface PanelWords {
  /** On its tab. */
  title: string;
}

export interface Panel {
  /** The name of its folder, kept as the panel that is open. */
  id: string;
  /** Where its tab stands, from 1, and the digit that opens it. */
  place: number;
  /** It shows figures of the run, and says so where other towers are drawn by now. */
  ofRun?: true;
  Page(): ReactNode;
}

export const definePanel = (panel: Panel): Panel => panel;
