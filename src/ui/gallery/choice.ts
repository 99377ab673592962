import type { Theme } from '../../lab/stores/view';
import { firstLanguage, type Language } from '../../words/catalog';
import { panels } from '../panels/registry';
import { STATES, type State } from './scene';

/** What of the gallery is shown, and how. */
export interface Choice {
  language: Language;
  theme: Theme;
  /** Id of a panel; null: all of them. */
  panel: string | null;
  /** Null: all of them. */
  state: State | null;
}

/** `?lang=zh&theme=dark&panel=result&state=live`, each of which may be missing. */
export function readChoice(search: string, languages: readonly string[]): Choice {
  const query = new URLSearchParams(search);
  const { asked, preferred } = firstLanguage(search, languages);
  const theme = query.get('theme');
  return {
    language: asked ?? preferred,
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    panel: panels.find(({ id }) => id === query.get('panel'))?.id ?? null,
    state: STATES.find((state) => state === query.get('state')) ?? null,
  };
}

/** The query that `readChoice` reads as this. */
export function queryOf({ language, theme, panel, state }: Choice): string {
  const query = new URLSearchParams({
    lang: language,
    theme,
    ...(panel ? { panel } : {}),
    ...(state ? { state } : {}),
  });
  return `?${query}`;
}
