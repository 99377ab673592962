/** A list to choose from by typing, arrows, click or tap: the palette, and everything that is connected by name. */
import { useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { Dialog } from '../controls/Dialog';
import { useSpeech } from '../lab';
import { ChoiceList, optionId } from './ChoiceList';
import { matching, type Choice } from './matching';
import { useCurrentChoice } from './useCurrentChoice';
import './Chooser.css';

interface Props {
  title: string;
  choices: readonly Choice[];
  /** Found by typing alone, after the choices. */
  elsewhere?: readonly Choice[];
  hint: string;
  /** Stands between the title and the search field. */
  head?: ReactNode;
  choose(id: string): void;
  close(): void;
}

const NONE: readonly Choice[] = [];

export function Chooser({ title, choices, elsewhere = NONE, hint, head, choose, close }: Props) {
  const { words, fill, count } = useSpeech();
  const w = words.editing;
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const found = useMemo(
    () => [...matching(choices, typed), ...(typed.trim() === '' ? [] : matching(elsewhere, typed))],
    [choices, elsewhere, typed],
  );
  const state = useCurrentChoice(found, choose);
  return (
    <Dialog title={title} close={close} className="chooser" field={field}>
      {head}
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={w.search}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={state.current ? optionId(id, state.at) : undefined}
        placeholder={hint}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          state.point(0);
        }}
        onKeyDown={state.onKeyDown}
      />
      <p className="sr-only" role="status">
        {count(w.found, found.length)}
      </p>
      <ChoiceList id={id} title={title} found={found} choose={choose} state={state} />
      {found.length === 0 && <p className="waiting">{typed ? fill(w.nothing, { text: typed }) : w.nothingFits}</p>}
      <p className="chooser-keys">{w.keysHint}</p>
    </Dialog>
  );
}
