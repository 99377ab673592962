/** Saved towers in the list: what they were made from, and what can be done with them. */
import { useState } from 'react';
import type { SavedTowers } from '../../lab/towers/saved';
import { useBench, useSpeech } from '../lab';
import { madeFrom } from './in-words';
import { NameForm } from './NameForm';

export function SavedEntry({ saved, open }: { saved: SavedTowers; open(): void }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, dateTime } = speech;
  const w = words.drawings;
  const [renaming, setRenaming] = useState(false);
  const { name, savedAt } = saved;
  return (
    <li className="towers-entry">
      {renaming ? (
        <NameForm
          label={fill(w.newName, { name })}
          initial={name}
          act={w.rename}
          keep={async (to) => (to === name ? (setRenaming(false), 'done') : bench.renameTowers(name, to))}
        >
          <button type="button" className="plain" onClick={() => setRenaming(false)}>
            {words.common.cancel}
          </button>
        </NameForm>
      ) : (
        <h3>{name}</h3>
      )}
      <p className="about">
        <time dateTime={savedAt}>{dateTime(Date.parse(savedAt))}</time>
        <span>{madeFrom(saved, speech)}</span>
      </p>
      <div className="towers-tools">
        <button type="button" aria-label={fill(w.openNamed, { name })} onClick={open}>
          {w.open}
        </button>
        <button
          type="button"
          className="plain"
          aria-label={fill(w.renameNamed, { name })}
          aria-pressed={renaming}
          onClick={() => setRenaming(!renaming)}
        >
          {w.rename}
        </button>
        <button
          type="button"
          className="plain"
          aria-label={fill(w.removeNamed, { name })}
          onClick={() => void bench.removeTowers(name)}
        >
          {w.remove}
        </button>
      </div>
    </li>
  );
}
