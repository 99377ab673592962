/** For development: every panel in every state, with fixed data in the page's own stores. */
import { useEffect, useState } from 'react';
import type { Theme } from '../../lab/stores/view';
import type { Workbench } from '../../lab/stores/workbench';
import { LabProvider } from '../lab';
import { panelById, panels, titleOf } from '../panels/registry';
import { CATALOG, LANGUAGES, type Language } from '../../words/catalog';
import { queryOf, type Choice } from './choice';
import { STATES, statesOf, type State } from './scene';
import { panelOfScene, scenesOf } from './scenes';
import { stagedBench } from './states';
import './gallery.css';

const WORDS = {
  en: {
    title: 'Gallery',
    all: 'all',
    panel: 'Panel',
    state: 'State',
    theme: 'Theme',
    themes: { system: 'system', light: 'light', dark: 'dark' },
    language: 'Language',
    states: { empty: 'empty', loading: 'loading', live: 'live', finished: 'finished', failed: 'failed' },
  },
  zh: {
    title: '陈列',
    all: '全部',
    panel: '面板',
    state: '状态',
    theme: '主题',
    themes: { system: '跟随系统', light: '浅色', dark: '深色' },
    language: '语言',
    states: { empty: '空', loading: '载入中', live: '训练中', finished: '已完成', failed: '已失败' },
  },
} as const;
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function Gallery({ choice }: { choice: Choice }) {
  const { language } = choice;
  const w = language === 'zh' ? WORDS.zh : WORDS.en;
  // In the order of the tabs, what they show of other towers behind each.
  const scenes = panels.flatMap(({ id }) => [...scenesOf.keys()].filter((scene) => panelOfScene(scene) === id));
  const nameOf = (scene: string): string => {
    const id = panelOfScene(scene);
    return titleOf({ id }, choice) + (scene === id ? '' : ` (${scene.slice(id.length + 1)})`);
  };
  const isShown = (state: State): boolean => choice.state === null || state === choice.state;
  const choices = <V,>(of: (value: V) => Choice, values: readonly (readonly [V, string])[]) =>
    values.map(([value, text]) => ({ text, query: queryOf(of(value)) }));
  return (
    <div className="gallery">
      <header className="gallery-head">
        <h1>{w.title}</h1>
        <Links
          label={w.panel}
          now={queryOf(choice)}
          links={choices(
            (panel) => ({ ...choice, panel }),
            [[null, w.all], ...scenes.map((scene) => [scene, nameOf(scene)] as const)],
          )}
        />
        <Links
          label={w.state}
          now={queryOf(choice)}
          links={choices(
            (state) => ({ ...choice, state }),
            [[null, w.all], ...STATES.map((state) => [state, w.states[state]] as const)],
          )}
        />
        <Links
          label={w.theme}
          now={queryOf(choice)}
          links={choices(
            (theme) => ({ ...choice, theme }),
            THEMES.map((theme) => [theme, w.themes[theme]] as const),
          )}
        />
        <Links
          label={w.language}
          now={queryOf(choice)}
          links={choices(
            (to) => ({ ...choice, language: to }),
            LANGUAGES.map((to) => [to, CATALOG.get(to)?.manner.name ?? to] as const),
          )}
        />
      </header>
      <main className="gallery-stages">
        {scenes
          .filter((scene) => choice.panel === null || scene === choice.panel)
          .flatMap((scene) =>
            statesOf(scene)
              .filter(isShown)
              .map((state) => (
                <Staged
                  key={`${scene} ${state}`}
                  scene={scene}
                  state={state}
                  language={language}
                  label={`${nameOf(scene)} · ${w.states[state]}`}
                />
              )),
          )}
      </main>
    </div>
  );
}

/** @param now the query of the page */
function Links({
  label,
  now,
  links,
}: {
  label: string;
  now: string;
  links: readonly { text: string; query: string }[];
}) {
  return (
    <nav className="gallery-links" aria-label={label}>
      {links.map(({ text, query }) => (
        <a key={query} href={query} aria-current={query === now ? 'page' : undefined}>
          {text}
        </a>
      ))}
    </nav>
  );
}

/** A panel over stores of its own. Busy until they stand as the state has them. */
function Staged({ scene, state, language, label }: { scene: string; state: State; language: Language; label: string }) {
  const [bench, setBench] = useState<Workbench | null>(null);
  const scenes = scenesOf.get(scene);
  const panel = panelById(panelOfScene(scene));
  useEffect(() => {
    if (!scenes) return;
    let isShown = true;
    const staged = stagedBench(scenes, state, language);
    const show = async (): Promise<void> => {
      const next = await staged;
      if (isShown) setBench(next);
    };
    void show();
    return () => {
      isShown = false;
      void staged.then((old) => old.dispose());
    };
  }, [scenes, state, language]);
  return (
    <div className="gallery-stage">
      <p className="gallery-label">{label}</p>
      <section className="gallery-panel" aria-label={label} aria-busy={bench === null}>
        {bench && (
          <LabProvider bench={bench}>
            <panel.Page />
          </LabProvider>
        )}
      </section>
    </div>
  );
}
