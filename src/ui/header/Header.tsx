import { Icon, Logo } from '../controls/Icon';
import { useBench, useData, useDocument, useSpeech, useView } from '../lab';
import { useWorldName } from '../names';
import { WhatChanged } from '../changes/WhatChanged';
import { useTowersTitle } from '../origin';
import { ShareButton } from '../share/ShareDialog';
import { useSavedOnScreen } from '../towers/useSaved';
import { LanguageChoice } from './LanguageChoice';
import { Progress } from './Progress';
import { Transfer } from './Transfer';
import { Transport } from './Transport';
import { UndoRedo } from './UndoRedo';
import './header.css';

const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const;
const THEME_ICON = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function Header() {
  const { view } = useBench();
  const { words } = useSpeech();
  const theme = useView((v) => v.theme);
  return (
    <header className="header">
      <h1 className="logo">
        <Logo />
        {words.app.title}
      </h1>
      <div className="identity">
        <DocumentTitle />
        <DataChip />
      </div>
      <div className="run">
        <Transport />
        <Progress />
      </div>
      <div className="tools">
        <UndoRedo />
        <Transfer />
        <ShareButton />
        <LanguageChoice />
        <button
          type="button"
          className="icon"
          aria-label={words.header.theme[theme]}
          title={words.header.theme[theme]}
          onClick={() => view.setState({ theme: NEXT_THEME[theme] })}
        >
          <Icon name={THEME_ICON[theme]} />
        </button>
        <button
          type="button"
          className="icon help"
          aria-label={words.header.help}
          title={words.header.help}
          onClick={() => view.setState({ panel: 'help' })}
        >
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}

function DocumentTitle() {
  const { name } = useTowersTitle(useDocument()?.graph, useSpeech());
  const saved = useSavedOnScreen();
  if (!name) return null;
  const title = saved?.name ?? name;
  return (
    <div className="document">
      <span title={title}>{title}</span>
      <WhatChanged />
    </div>
  );
}

function DataChip() {
  const { view } = useBench();
  const { words, count } = useSpeech();
  const worldName = useWorldName();
  const summary = useData((data) => data.summary);
  const events = summary ? count(words.retrieval.events, summary.events) : '';
  return (
    <button type="button" className="chip" title={words.header.data} onClick={() => view.setState({ panel: 'data' })}>
      <i className={summary ? 'dot on' : 'dot'} aria-hidden="true" />
      {summary ? <span className="chip-name">{worldName(summary.name)}</span> : words.header.noData}
      {summary && <span>{events}</span>}
    </button>
  );
}
