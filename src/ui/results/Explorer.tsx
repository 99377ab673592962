/** What the towers show one person: history, the first N beside Popularity's, and where the held-out items stand. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer } from '../../lab/protocol';
import { Icon } from '../Icon';
import { useBench, useData, useRun, useSpeech } from '../lab';
import { Lanes } from './Lanes';
import type { RankedItem, Retrieval } from '../../lab/evaluate/retrieve';

type Found = Answer<'findUsers'>;
const SIZES = [10, 20, 50];
const FOUND_LIMIT = 200;
const HISTORY_SHOWN = 8;

/** Another data set has other users: nothing of the old one is kept. */
export function Explorer() {
  const fingerprint = useData((data) => data.summary?.fingerprint);
  return fingerprint === undefined ? null : <UserExplorer key={fingerprint} />;
}

function UserExplorer() {
  const bench = useBench();
  const { words, fill, count, number } = useSpeech();
  const w = words.retrieval;
  const step = useRun((run) => run.progress.step);
  const phase = useRun((run) => run.progress.phase);
  const [found, setFound] = useState<Found>([]);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [user, setUser] = useState<number | null>(null);
  const [k, setK] = useState(10);
  const [shown, setShown] = useState<Retrieval | null>(null);
  const latest = useRef(0);
  const searches = useRef(0);
  const hasWeights = step > 0 && (phase === 'training' || phase === 'paused' || phase === 'done' || phase === 'idle');

  const search = useCallback(
    async (query: string) => {
      const mine = ++searches.current;
      const users = await bench.findUsers(query, FOUND_LIMIT);
      // An older answer must not overwrite a newer one.
      if (mine === searches.current) setFound(users);
      return users;
    },
    [bench],
  );
  useEffect(() => {
    void search('').then((users) => setUser(users[0]?.user ?? null));
  }, [search]);

  const ask = useCallback(async () => {
    if (user === null || !hasWeights) return;
    const mine = ++latest.current;
    const answer = await bench.retrieve(user, k);
    if (mine === latest.current && answer) setShown(answer);
  }, [bench, user, k, hasWeights]);
  // A new list for every user; while training goes on only when asked, at rest whenever the weights have changed.
  const settled = phase === 'training' ? 'training' : `${phase}${step}`;
  const asked = useRef('');
  useEffect(() => {
    const question = `${user} ${k} ${settled}`;
    if (asked.current === question || !hasWeights || user === null) return;
    asked.current = question;
    void ask();
  }, [ask, settled, user, k, hasWeights]);

  const move = (by: number): void => {
    const at = found.findIndex((candidate) => candidate.user === user);
    const next = found[(at + by + found.length) % found.length];
    if (next) setUser(next.user);
  };
  // Narrowed here at once, while the lab looks among all users.
  const offered = found.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(text.toLowerCase()));
  const current = found.find((candidate) => candidate.user === user);

  return (
    <section className="explorer" aria-label={words.tabs.retrieval}>
      <div className="picker">
        <button
          type="button"
          className="icon"
          aria-label={w.previous}
          title={w.previous}
          disabled={found.length < 2}
          onClick={() => move(-1)}
        >
          <Icon name="left" />
        </button>
        <div className="combo">
          <input
            role="combobox"
            aria-label={w.search}
            aria-expanded={open}
            aria-controls="users-found"
            aria-autocomplete="list"
            autoComplete="off"
            placeholder={w.searchHint}
            value={open ? text : (current?.title ?? shown?.userTitle ?? '')}
            onFocus={() => {
              setOpen(true);
              setText('');
              void search('');
            }}
            onBlur={() => setOpen(false)}
            onChange={(event) => {
              setText(event.target.value);
              void search(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'Escape') event.currentTarget.blur();
              if (event.key === 'ArrowDown') move(1);
              if (event.key === 'ArrowUp') move(-1);
              if (event.key === 'Enter') {
                const first = offered[0];
                if (text !== '' && first) setUser(first.user);
                event.currentTarget.blur();
              }
            }}
          />
          {open && (
            <div className="found" id="users-found" role="listbox" aria-label={w.results}>
              {offered.length === 0 && (
                <div role="option" tabIndex={-1} aria-selected="false" aria-disabled="true">
                  {fill(w.pick, { text })}
                </div>
              )}
              {offered.slice(0, 12).map((candidate) => (
                <div
                  key={candidate.user}
                  role="option"
                  tabIndex={-1}
                  aria-selected={candidate.user === user}
                  // Before the field's blur closes the list.
                  onPointerDown={(event) => {
                    event.preventDefault();
                    setUser(candidate.user);
                    (document.activeElement as HTMLElement | null)?.blur();
                  }}
                >
                  <b>{candidate.title}</b>
                  <span>{count(w.events, candidate.events)}</span>
                </div>
              ))}
            </div>
          )}
        </div>
        <button
          type="button"
          className="icon"
          aria-label={w.next}
          title={w.next}
          disabled={found.length < 2}
          onClick={() => move(1)}
        >
          <Icon name="right" />
        </button>
        <select aria-label={w.count} value={k} onChange={(event) => setK(Number(event.target.value))}>
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {number(size)}
            </option>
          ))}
        </select>
      </div>
      {!hasWeights || !shown ? (
        <p className="waiting page">{hasWeights && user !== null ? w.asking : w.waiting}</p>
      ) : (
        <Shown shown={shown} k={k} step={step} refresh={() => void ask()} />
      )}
    </section>
  );
}

function Shown({ shown, k, step, refresh }: { shown: Retrieval; k: number; step: number; refresh(): void }) {
  const { words, fill, count, number, date } = useSpeech();
  const w = words.retrieval;
  const [whole, setWhole] = useState(false);
  const hits = (list: readonly RankedItem[]): number => list.filter(({ hit }) => hit).length;
  const history = whole ? shown.history : shown.history.slice(0, HISTORY_SHOWN);
  return (
    <>
      {shown.userNote && <p className="about">{shown.userNote}</p>}
      <p className="verdict">
        {fill(w.hits, {
          all: count(w.heldOutCount, shown.targets.length),
          model: hits(shown.model),
          popularity: hits(shown.popularity),
          k,
        })}
      </p>
      <ul className="targets" aria-label={w.heldOut}>
        {shown.targets.map(({ item, title, rank }) => (
          <li key={item} className={rank <= k ? 'hit' : ''}>
            <span>{title}</span>
            <span>{fill(w.rank, { rank: number(rank, Number.isInteger(rank) ? 0 : 1) })}</span>
          </li>
        ))}
      </ul>
      <div className="lists">
        <Ranked title={w.model} items={shown.model} />
        <Ranked title={w.popularity} items={shown.popularity} />
      </div>
      <p className="about">
        {fill(shown.step === step ? w.step : w.stale, { step: shown.step })}{' '}
        {shown.step !== step && (
          <button type="button" className="quiet" onClick={refresh}>
            {w.refresh}
          </button>
        )}
      </p>
      <Lanes user={shown.user} k={k} />
      <h2>
        {w.history}
        <span>{count(w.events, shown.history.length)}</span>
      </h2>
      {shown.history.length === 0 && <p className="about">{w.historyEmpty}</p>}
      <ol className="history">
        {history.map(({ item, title, note, time }, i) => (
          <li key={`${item} ${i}`}>
            <b>{title}</b>
            <span>{note}</span>
            <time>{time === null ? '' : date(time)}</time>
          </li>
        ))}
      </ol>
      {shown.history.length > history.length && (
        <button type="button" className="quiet" onClick={() => setWhole(true)}>
          {fill(w.more, { n: shown.history.length - history.length })}
        </button>
      )}
    </>
  );
}

function Ranked({ title, items }: { title: string; items: readonly RankedItem[] }) {
  const { words } = useSpeech();
  return (
    <div role="group" aria-label={title}>
      <h2>{title}</h2>
      <ol className="ranked">
        {items.map(({ item, title: name, note, hit, seen }) => (
          <li key={item} className={hit ? 'hit' : seen ? 'seen' : ''} title={note ? `${name}. ${note}` : name}>
            <b>
              {hit && <Icon name="check" />}
              {name}
            </b>
            <span>{note}</span>
            {hit && <span className="sr-only">{words.retrieval.hit}</span>}
            {seen && <em>{words.retrieval.seen}</em>}
          </li>
        ))}
      </ol>
    </div>
  );
}
