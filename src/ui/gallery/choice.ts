import type { Theme } from '../../lab/stores/view';
import { firstLanguage, type Language } from '../../words/catalog';
import { STATES, type State } from './scene';
import { scenesOf } from './scenes';

/** What of the gallery is shown, and how. */
export interface Choice {
  language: Language;
  theme: Theme;
  /** Of `scenesOf`; null: all of them. */
  panel: string | null;
  /** Null: all of them. */
  state: State | null;
}

/** `?lang=zh&theme=dark&panel=result&state=live`, each of which may be missing. */
export function readChoice(search: string, languages: readonly string[]): Choice {
  const query = new URLSearchParams(search);
  const { asked, preferred } = firstLanguage(search, languages);
  const theme = query.get('theme');
  const panel = query.get('panel');
  return {
    language: asked ?? preferred,
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    panel: panel !== null && scenesOf.has(panel) ? panel : null,
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
