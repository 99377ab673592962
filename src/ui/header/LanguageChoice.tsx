/** The language of the page: a switch between two, a list of more. */
import { CATALOG, type Catalog } from '../../words/catalog';
import { useBench, useSpeech } from '../lab';

export function LanguageChoice({ catalog = CATALOG }: { catalog?: Catalog }) {
  const { view } = useBench();
  const { words, fill, language } = useSpeech();
  const choose = (chosen: string): void => void view.setState({ language: chosen });
  const others = [...catalog].filter(([id]) => id !== language);
  const [other] = others;
  if (others.length > 1)
    return (
      <select
        className="plain"
        aria-label={words.header.language}
        title={words.header.language}
        value={language}
        onChange={(event) => choose(event.target.value)}
      >
        {[...catalog].map(([id, { manner }]) => (
          <option key={id} value={id} lang={manner.tag}>
            {manner.name}
          </option>
        ))}
      </select>
    );
  if (!other) return null;
  const [id, { manner }] = other;
  const name = catalog.get(language)?.manner.name ?? language;
  return (
    <button
      type="button"
      className="plain"
      lang={manner.tag}
      title={fill(words.header.languageSwitch, { name, other: manner.name })}
      onClick={() => choose(id)}
    >
      {manner.name}
    </button>
  );
}
