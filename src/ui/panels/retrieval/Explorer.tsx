/** What the towers show one person: history, the first N beside Popularity's, and where the held-out items stand. */
import { useEffect, useState } from 'react';
import { Icon } from '../../controls/Icon';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { AtStep } from './AtStep';
import { InterestLists } from './InterestLists';
import type { Following } from './useLatestAnswer';
import { useRetrieval } from './useRetrieval';
import { UserPicker } from './UserPicker';
import { useUserSearch } from './useUserSearch';
import type { RankedItem, Retrieval } from '../../../lab/evaluate/retrieve';
import './retrieval.css';

const HISTORY_SHOWN = 8;

/** Another data set has other users: nothing of the old one is kept. */
export function Explorer() {
  const { words } = useSpeech();
  const fingerprint = useData((data) => data.summary?.fingerprint);
  if (fingerprint === undefined) return <p className="waiting alone">{words.header.noData}</p>;
  return <UserExplorer key={fingerprint} />;
}

function UserExplorer() {
  const { words, fill } = useSpeech();
  const w = words.retrieval;
  const [k, setK] = useState(10);
  const [following, setFollowing] = useState<Following>({ follows: true, round: 0 });
  const users = useUserSearch();
  const { shown, lacksAt, hasWeights } = useRetrieval(users.user, k, following);
  useWatched(users.user);
  return (
    <section className="explorer parts" aria-label={w.label}>
      <UserPicker users={users} shownTitle={shown?.userTitle ?? ''} k={k} setK={setK} />
      {lacksAt !== null ? (
        <p className="waiting alone">{fill(w.notKept, { step: lacksAt })}</p>
      ) : !hasWeights || !shown ? (
        <p className="waiting alone">{hasWeights && users.user !== null ? w.asking : w.waiting}</p>
      ) : (
        <>
          <Clock step={shown.step} following={following} change={setFollowing} />
          <Shown shown={shown} k={k} />
        </>
      )}
    </section>
  );
}

/** Snapshots have this person's lists from now on. */
function useWatched(user: number | null): void {
  const { watch } = useBench();
  useEffect(() => {
    if (user !== null) void watch(user);
  }, [watch, user]);
}

/** Of which step the lists are, and whether they and those of interests follow the training. */
function Clock({
  step,
  following,
  change,
}: {
  step: number;
  following: Following;
  change(following: Following): void;
}) {
  const { words } = useSpeech();
  const w = words.retrieval;
  const isTraining = useRun((run) => run.progress.phase === 'training');
  const { follows, round } = following;
  return (
    <div className="asked">
      {isTraining && (
        <label className="row">
          <input
            type="checkbox"
            checked={follows}
            onChange={(event) => change({ follows: event.target.checked, round })}
          />
          <span>{w.watch}</span>
        </label>
      )}
      <AtStep step={step} />
      {isTraining && !follows && (
        <button type="button" className="quiet" onClick={() => change({ follows, round: round + 1 })}>
          {w.refresh}
        </button>
      )}
    </div>
  );
}

function Shown({ shown, k }: { shown: Retrieval; k: number }) {
  const { words } = useSpeech();
  const w = words.retrieval;
  return (
    <>
      {shown.userNote && <p className="about">{shown.userNote}</p>}
      <History events={shown.history} />
      <HeldOut shown={shown} k={k} />
      <div className="lists">
        <Ranked title={w.model} items={shown.model} />
        <Ranked title={w.popularity} items={shown.popularity} />
      </div>
      <InterestLists user={shown.user} k={k} step={shown.step} />
    </>
  );
}

/** Where the items stand that were kept back, and how many of them each list holds. */
function HeldOut({ shown, k }: { shown: Retrieval; k: number }) {
  const { words, fill, count, number } = useSpeech();
  const w = words.retrieval;
  const hits = (list: readonly RankedItem[]): number => list.filter(({ hit }) => hit).length;
  return (
    <>
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

function History({ events }: { events: Retrieval['history'] }) {
  const { words, fill, count, date } = useSpeech();
  const w = words.retrieval;
  const [whole, setWhole] = useState(false);
  const history = whole ? events : events.slice(0, HISTORY_SHOWN);
  return (
    <>
      <h2>
        {w.history}
        <span>{count(w.events, events.length)}</span>
      </h2>
      {events.length === 0 && <p className="about">{w.historyEmpty}</p>}
      <ol className="history">
        {history.map(({ item, title, note, time }, i) => (
          <li key={`${item} ${i}`} title={note ? `${title}. ${note}` : title}>
            <b>{title}</b>
            <span>{note}</span>
            <time>{time === null ? '' : date(time)}</time>
          </li>
        ))}
      </ol>
      {events.length > history.length && (
        <button type="button" className="quiet" onClick={() => setWhole(true)}>
          {fill(w.more, { n: events.length - history.length })}
        </button>
      )}
    </>
  );
}
