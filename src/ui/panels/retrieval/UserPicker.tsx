/** Chooses a user, by typing or one after the other, and how long the lists are, where there are any. */
import { useState } from 'react';
import { Icon } from '../../controls/Icon';
import { useSpeech } from '../../lab';
import type { FoundUser } from '../../../lab/loading/describe-data';
import { matchOf } from '../../../lab/loading/user-match';
import type { UserSearch } from './useUserSearch';
import './picker.css';

const SIZES = [10, 20, 50];
/** Users that the open list has room for. */
const OFFERED = 12;

/** @param shownTitle of the user whose lists are shown; for a chosen one who is not among those found */
export function UserPicker({
  users,
  shownTitle,
  k,
  setK,
}: {
  users: UserSearch;
  shownTitle: string;
  k?: number;
  setK?(k: number): void;
}) {
  const { words, number } = useSpeech();
  const w = words.retrieval;
  const isAlone = users.found.length < 2;
  return (
    <div className="picker">
      <button
        type="button"
        className="icon"
        aria-label={w.previous}
        title={w.previous}
        disabled={isAlone}
        onClick={() => users.move(-1)}
      >
        <Icon name="left" />
      </button>
      <UserCombobox users={users} shownTitle={shownTitle} />
      <button
        type="button"
        className="icon"
        aria-label={w.next}
        title={w.next}
        disabled={isAlone}
        onClick={() => users.move(1)}
      >
        <Icon name="right" />
      </button>
      {setK && (
        <select aria-label={w.count} value={k} onChange={(event) => setK(Number(event.target.value))}>
          {SIZES.map((size) => (
            <option key={size} value={size}>
              {number(size)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function UserCombobox({ users, shownTitle }: { users: UserSearch; shownTitle: string }) {
  const { words } = useSpeech();
  const w = words.retrieval;
  const { found, matches, user, choose, move, search } = users;
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  // Narrowed here at once, while the lab looks among all users.
  const offered = found.filter((candidate) => matchOf(text, candidate) !== null);
  const current = found.find((candidate) => candidate.user === user);
  return (
    <div className="combo">
      <input
        role="combobox"
        aria-label={w.search}
        aria-expanded={open}
        aria-controls="users-found"
        aria-autocomplete="list"
        autoComplete="off"
        placeholder={w.searchHint}
        value={open ? text : (current?.title ?? shownTitle)}
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
            // By the lab's answer: what is listed may still be that of a shorter text.
            if (text !== '') void search(text).then(([first]) => first && choose(first.user));
            event.currentTarget.blur();
          }
        }}
      />
      {open && <FoundUsers offered={offered} matches={matches} text={text} user={user} choose={choose} />}
    </div>
  );
}

function FoundUsers({
  offered,
  matches,
  text,
  user,
  choose,
}: {
  offered: readonly FoundUser[];
  matches: number;
  text: string;
  user: number | null;
  choose(user: number): void;
}) {
  const { words, fill, count, number } = useSpeech();
  const w = words.retrieval;
  return (
    <div className="found" id="users-found" role="listbox" aria-label={w.results}>
      {offered.length === 0 && (
        <div role="option" tabIndex={-1} aria-selected="false" aria-disabled="true">
          {fill(w.pick, { text })}
        </div>
      )}
      {offered.slice(0, OFFERED).map((candidate) => (
        <div
          key={candidate.user}
          role="option"
          tabIndex={-1}
          aria-selected={candidate.user === user}
          // Before the field's blur closes the list.
          onPointerDown={(event) => {
            event.preventDefault();
            choose(candidate.user);
            (document.activeElement as HTMLElement | null)?.blur();
          }}
        >
          <b>{candidate.title}</b>
          <span>{count(w.events, candidate.events)}</span>
        </div>
      ))}
      {matches > OFFERED && offered.length > OFFERED && (
        <div role="option" tabIndex={-1} aria-selected="false" aria-disabled="true">
          {fill(w.narrow, { shown: OFFERED, n: number(matches, 0) })}
        </div>
      )}
    </div>
  );
}
