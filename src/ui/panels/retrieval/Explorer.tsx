/** What the towers show one person: history, the first N beside Popularity's, and where the held-out items stand. */
import { useRef, useState } from 'react';
import type { Who } from '../../../lab/evaluate/asked';
import { Icon } from '../../controls/Icon';
import { useBench, useData, useRun, useSpeech, useView } from '../../lab';
import { Clock } from './Clock';
import { InterestLists } from './InterestLists';
import { ItemName, type Asking } from './ItemName';
import { editOf, isChanged, NEW_PERSON, risen, whoOf, type PersonEdit } from './person-edit';
import { PersonBar } from './PersonBar';
import { PersonFields } from './PersonFields';
import { PersonHistory } from './PersonHistory';
import type { Following } from './useLatestAnswer';
import { useRetrieval } from './useRetrieval';
import { UserPicker } from './UserPicker';
import { useUserSearch, useWatched } from './useUserSearch';
import { WhyCard } from './WhyCard';
import type { RankedItem, Retrieval } from '../../../lab/evaluate/retrieve';
import './retrieval.css';

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
  const [changed, setChanged] = useState<PersonEdit | null>(null);
  // What was changed of another user is no more.
  const edit = changed?.base === users.user ? changed : null;
  const who = edit ? whoOf(edit) : users.user;
  const { shown, isOld, lacksAt, hasWeights } = useRetrieval(who, k, following);
  useWatched(users.user);
  const isLive = useRun(({ at }) => at === null);
  const isNew = edit !== null && edit.base === null;
  const person = edit ?? (shown && shown.user === users.user ? editOf(shown) : null);
  const create = (): void => {
    users.choose(null);
    setChanged(NEW_PERSON);
  };
  const bar = <PersonBar edit={edit} create={create} undo={() => setChanged(isNew ? NEW_PERSON : null)} />;
  return (
    <section className="explorer parts" aria-label={w.label} aria-busy={isOld}>
      <UserPicker users={users} shownTitle={isNew ? words.person.new : (shown?.userTitle ?? '')} k={k} setK={setK} />
      {lacksAt !== null && who !== null ? (
        <>
          {edit && bar}
          <p className="waiting alone">
            {fill(typeof who === 'number' ? w.notKept : words.person.notKept, { step: lacksAt })}
          </p>
        </>
      ) : !hasWeights || !shown || who === null ? (
        <p className="waiting alone">{hasWeights && who !== null ? w.asking : w.waiting}</p>
      ) : (
        <>
          {isLive && bar}
          <Clock step={shown.step} following={following} change={setFollowing} />
          {shown.userNote && <p className="about">{shown.userNote}</p>}
          {person && <PersonHistory key={person.base} edit={person} change={isLive ? setChanged : null} />}
          {person && isLive && <PersonFields key={`${person.base} fields`} edit={person} change={setChanged} />}
          <Shown
            who={who}
            shown={shown}
            before={edit && isChanged(edit) ? edit.before : null}
            k={k}
            following={following}
          />
        </>
      )}
    </section>
  );
}

/** @param before of a person who was changed: what was shown of him as he was */
function Shown({
  who,
  shown,
  before,
  k,
  following,
}: {
  who: Who;
  shown: Retrieval;
  before: Retrieval | null;
  k: number;
  following: Following;
}) {
  const { words } = useSpeech();
  const w = words.retrieval;
  const { view } = useBench();
  const data = useData(({ summary }) => summary?.fingerprint ?? '');
  // Scores are split with the weights that are there.
  const isLive = useRun(({ at }) => at === null);
  // Nor is that of a ranker: it is no sum of parts.
  const isSplit = useRun(({ trained }) => trained?.graph.kind !== 'ranker');
  const run = useRun(({ id }) => id);
  const explained = useView((now) => (isLive && isSplit && now.explained?.data === data ? now.explained : null));
  // Towers of another run may have fewer interests.
  const asked = explained && { item: explained.item, interest: explained.run === run ? explained.interest : null };
  const asking: Asking | null =
    isLive && isSplit
      ? {
          asked,
          ask(question, from) {
            opener.current = from;
            view.setState({ explained: { data, run, ...question } });
          },
        }
      : null;
  const opener = useRef<HTMLElement>(null);
  return (
    <>
      {shown.targets.length > 0 && <HeldOut shown={shown} k={k} />}
      <div className="lists">
        <Ranked title={w.model} items={shown.model} before={before} asking={asking} />
        {asked ? (
          <WhyCard
            who={who}
            question={asked}
            following={following}
            close={() => {
              view.setState({ explained: null });
              opener.current?.focus();
            }}
          />
        ) : (
          <Ranked title={w.popularity} items={shown.popularity} />
        )}
      </div>
      <InterestLists user={who} k={k} step={shown.step} asking={asking} />
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

/** @param asking null where nobody can say why */
function Ranked({
  title,
  items,
  before = null,
  asking = null,
}: {
  title: string;
  items: readonly RankedItem[];
  before?: Retrieval | null;
  asking?: Asking | null;
}) {
  const { words } = useSpeech();
  return (
    <div role="group" aria-label={title}>
      <h2>{title}</h2>
      <ol className="ranked">
        {items.map(({ item, title: name, note, hit, seen }, place) => (
          <li key={item} className={hit ? 'hit' : seen ? 'seen' : ''} title={note ? `${name}. ${note}` : name}>
            <b>
              {hit && <Icon name="check" />}
              <ItemName name={name} item={item} asking={asking} />
            </b>
            <span>{note}</span>
            {hit && <span className="sr-only">{words.retrieval.hit}</span>}
            {seen ? <em>{words.retrieval.seen}</em> : before && <Moved places={risen(before, item, place)} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** How far an item has come against the list before. @param places null where it was not in it */
function Moved({ places }: { places: number | null }) {
  const { words, fill } = useSpeech();
  const w = words.person;
  if (places === 0) return null;
  if (places === null) return <em>{w.fresh}</em>;
  const label = fill(places > 0 ? w.up : w.down, { n: Math.abs(places) });
  return (
    <em className="moved" title={label}>
      <Icon name={places > 0 ? 'up' : 'down'} />
      <span aria-hidden="true">{Math.abs(places)}</span>
      <span className="sr-only">{label}</span>
    </em>
  );
}
