import { CATALOG } from '../../words/words';
import { Icon, Logo } from '../Icon';
import { useBench, useData, useDocument, useSpeech, useView } from '../lab';
import { Progress } from './Progress';
import { Transfer } from './Transfer';
import { Transport } from './Transport';
import { UndoRedo } from './UndoRedo';

const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const;
const THEME_ICON = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function Header() {
  const { view } = useBench();
  const { words, fill, language } = useSpeech();
  const title = useDocument()?.graph.title;
  const theme = useView((v) => v.theme);
  const other = language === 'en' ? 'zh' : 'en';
  return (
    <header className="header">
      <h1 className="logo">
        <Logo />
        {words.app.title}
      </h1>
      <div className="identity">
        {title && <span className="document">{title}</span>}
        <DataChip />
      </div>
      <div className="run">
        <Transport />
        <Progress />
      </div>
      <div className="tools">
        <UndoRedo />
        <Transfer />
        <button
          type="button"
          className="plain"
          lang={other === 'zh' ? 'zh-CN' : 'en'}
          aria-label={CATALOG[language].header.language}
          onClick={() => view.setState({ language: other })}
        >
          {words.header.languageShort}
        </button>
        <button
          type="button"
          className="icon"
          aria-label={words.header.theme[theme]}
          title={words.header.theme[theme]}
          onClick={() => view.setState({ theme: NEXT_THEME[theme] })}
        >
          <Icon name={THEME_ICON[theme]} />
        </button>
        <button type="button" className="icon" aria-label={words.header.help} title={fill(words.header.help, {})} onClick={() => view.setState({ panel: 'help' })}>
          <Icon name="help" />
        </button>
      </div>
    </header>
  );
}

function DataChip() {
  const { view } = useBench();
  const { words, fill, count } = useSpeech();
  const summary = useData((data) => data.summary);
  const events = summary ? count(words.retrieval.events, summary.events) : '';
  return (
    <button
      type="button"
      className="chip"
      aria-label={summary ? fill(words.header.data, { name: summary.name, events }) : words.data.open}
      onClick={() => view.setState({ panel: 'data' })}
    >
      <i className={summary ? 'dot on' : 'dot'} aria-hidden="true" />
      {summary ? <span className="chip-name">{summary.name}</span> : words.header.noData}
      {summary && <span>{events}</span>}
    </button>
  );
}
