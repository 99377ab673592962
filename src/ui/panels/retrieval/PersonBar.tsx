/** What was changed of the person who is looked at, the way back, and the way to a new person. */
import { useSpeech } from '../../lab';
import { isChanged, type PersonEdit } from './person-edit';

export function PersonBar({ edit, create, undo }: { edit: PersonEdit | null; create(): void; undo(): void }) {
  const { words, fill, count, items } = useSpeech();
  const w = words.person;
  const parts = edit
    ? [
        edit.struck.size > 0 ? count(w.struck, edit.struck.size) : '',
        edit.added.length > 0 ? count(w.added, edit.added.length) : '',
        Object.keys(edit.fields).length > 0 ? count(w.set, Object.keys(edit.fields).length) : '',
      ].filter((part) => part !== '')
    : [];
  return (
    <div className="person-bar" role="group" aria-label={w.label}>
      <button type="button" onClick={create}>
        {w.new}
      </button>
      {edit && isChanged(edit) && (
        <button type="button" disabled={parts.length === 0} onClick={undo}>
          {w.asItWas}
        </button>
      )}
      <span role="status">{parts.length > 0 ? fill(w.changed, { what: items(parts) }) : ''}</span>
    </div>
  );
}
