/**
 * How the page looks to this person: selection, language, theme, open panels. Never part of a document; preferences
 * survive a reload.
 */
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';

export type Theme = 'system' | 'light' | 'dark';
/** What a narrow screen shows; a wide one shows all three. */
export type Pane = 'towers' | 'settings' | 'results';
export type Panel = 'data' | 'help' | null;
/** A choice a person is making about the drawing, in a dialog of its own. */
export type Task =
  /** @param node around which blocks are added; null = anywhere */
  | { kind: 'add'; node: string | null }
  | { kind: 'connect-output' | 'change' | 'disconnect' | 'rename'; node: string }
  /** @param input null = any of the node's */
  | { kind: 'connect-input'; node: string; input: string | null };
/** The menu of a node, open at a point of the window. */
export interface NodeMenuAt {
  node: string;
  x: number;
  y: number;
}

export interface ViewState {
  /** As the catalog calls it. */
  language: string;
  theme: Theme;
  /** The panel that is open, by its id. */
  tab: string;
  pane: Pane;
  panel: Panel;
  selected: string | null;
  /** The item of a data set, by its fingerprint, of which it is said why it is retrieved. */
  explained: { data: string; item: number } | null;
  task: Task | null;
  menu: NodeMenuAt | null;
  /**
   * What was done last, in words: shown and read out. A new object for each deed. `undo`: it is a step that can be
   * taken back.
   */
  notice: { text: Readonly<Record<string, string>>; undo: boolean } | null;
}

/** @param language `asked` goes before the stored choice, `preferred` after it */
export const createViewStore = (
  storage: StateStorage,
  { asked, preferred }: { asked: string | null; preferred: string },
) => {
  const store = createStore<ViewState>()(
    persist(
      () =>
        ({
          language: preferred,
          theme: 'system',
          tab: 'curves',
          pane: 'towers',
          panel: null,
          selected: null,
          explained: null,
          task: null,
          menu: null,
          notice: null,
        }) as ViewState,
      {
        name: 'tower-lab/view',
        version: 1,
        storage: createJSONStorage(() => storage),
        partialize: ({ language, theme, tab }) => ({ language, theme, tab }),
        merge: (stored, current) => ({ ...current, ...known(stored), ...(asked ? { language: asked } : {}) }),
      },
    ),
  );
  return store;
};

export type ViewStore = ReturnType<typeof createViewStore>;

/** Of a stored value, only what this version understands. */
function known(stored: unknown): Partial<ViewState> {
  if (typeof stored !== 'object' || stored === null) return {};
  const { language, theme, tab } = stored as Record<string, unknown>;
  return {
    // A language that is no more is answered by English.
    ...(typeof language === 'string' ? { language } : {}),
    ...(theme === 'system' || theme === 'light' || theme === 'dark' ? { theme } : {}),
    // A panel that is no more is answered by the first one.
    ...(typeof tab === 'string' ? { tab } : {}),
  };
}
