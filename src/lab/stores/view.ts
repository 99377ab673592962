/**
 * How the page looks to this person: selection, language, theme, open panels. Never part of a document; preferences
 * survive a reload.
 */
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';

export type Language = 'en' | 'zh';
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
  language: Language;
  theme: Theme;
  /** The panel that is open, by its id. */
  tab: string;
  pane: Pane;
  panel: Panel;
  selected: string | null;
  task: Task | null;
  menu: NodeMenuAt | null;
  /**
   * What was done last, in words: shown and read out. A new object for each deed. `undo`: it is a step that can be
   * taken back.
   */
  notice: { text: Readonly<Record<Language, string>>; undo: boolean } | null;
}

/** `?lang=` (for teachers) before the stored choice, before the browser's languages. */
export function firstLanguage(
  search: string,
  languages: readonly string[],
): { asked: Language | null; preferred: Language } {
  const asked = new URLSearchParams(search).get('lang')?.toLowerCase() ?? '';
  const known = languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'zh' || tag === 'en');
  return {
    asked: asked.startsWith('zh') ? 'zh' : asked.startsWith('en') ? 'en' : null,
    preferred: known === 'zh' ? 'zh' : 'en',
  };
}

export const createViewStore = (
  storage: StateStorage,
  { asked, preferred }: { asked: Language | null; preferred: Language },
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
    ...(language === 'en' || language === 'zh' ? { language } : {}),
    ...(theme === 'system' || theme === 'light' || theme === 'dark' ? { theme } : {}),
    // A panel that is no more is answered by the first one.
    ...(typeof tab === 'string' ? { tab } : {}),
  };
}
