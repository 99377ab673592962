/** A list to choose from by typing, arrows, click or tap: the palette, and everything that is connected by name. */
import { Dialog } from 'radix-ui';
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Side } from '../../model/graph';
import { Marker } from '../board/nodes';
import { Icon } from '../Icon';
import { useSpeech } from '../lab';

export interface Choice {
  id: string;
  title: string;
  about: string;
  /** A word at the end of the line. */
  remark?: string;
  group: string;
  side?: Side;
  /** What is found by typing, beside title and remark. */
  search?: string;
}

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

const plain = (text: string): string => text.normalize('NFKD').toLocaleLowerCase();

/**
 * Choices whose words hold everything that was typed, those whose title begins so first. Groups keep the order of their
 * first choice.
 */
export function matching(choices: readonly Choice[], typed: string): Choice[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const found = choices.filter(({ title, remark = '', search = '' }) => {
    const text = plain(`${title} ${remark} ${search}`);
    return words.every((word) => text.includes(word));
  });
  const begins = ({ title }: Choice): boolean => words.length > 0 && plain(title).startsWith(words[0] ?? '');
  const groups = [
    ...new Set(found.toSorted((a, b) => Number(begins(b)) - Number(begins(a))).map(({ group }) => group)),
  ];
  return groups.flatMap((group) =>
    found.filter((choice) => choice.group === group).toSorted((a, b) => Number(begins(b)) - Number(begins(a))),
  );
}

export function Chooser({ title, choices, elsewhere = NONE, hint, head, choose, close }: Props) {
  const { words, fill, count } = useSpeech();
  const w = words.editing;
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const toField = (event: Event): void => {
    event.preventDefault();
    field.current?.focus();
  };
  const id = useId();
  const found = useMemo(
    () => [...matching(choices, typed), ...(typed.trim() === '' ? [] : matching(elsewhere, typed))],
    [choices, elsewhere, typed],
  );
  const groups = [...new Set(found.map(({ group }) => group))];
  const current = found[Math.min(at, found.length - 1)];
  const optionId = (choice: Choice): string => `${id}-${found.indexOf(choice)}`;

  const go = (to: number): void => {
    const next = (to + found.length) % found.length;
    setAt(next);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || found.length === 0) return;
    const here = Math.min(at, found.length - 1);
    const step = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: Math.min(here + 6, found.length - 1),
      PageUp: Math.max(here - 6, 0),
    }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(step);
    } else if (event.key === 'Enter' && current) {
      event.preventDefault();
      choose(current.id);
    }
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog chooser"
          aria-describedby={undefined}
          onOpenAutoFocus={toField}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <div className="dialog-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="icon" aria-label={words.common.close}>
              <Icon name="close" />
            </Dialog.Close>
          </div>
          {head}
          <input
            ref={field}
            type="text"
            role="combobox"
            aria-label={w.search}
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={current ? optionId(current) : undefined}
            placeholder={hint}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <p className="sr-only" role="status">
            {count(w.found, found.length)}
          </p>
          <div className="choices" role="listbox" aria-label={title} id={`${id}-list`} ref={list} tabIndex={-1}>
            {groups.map((group, g) => (
              <div key={group} role="group" aria-labelledby={`${id}-group-${g}`}>
                <div className="choice-group" id={`${id}-group-${g}`} role="presentation">
                  {group}
                </div>
                {found
                  .filter((choice) => choice.group === group)
                  .map((choice) => (
                    <div
                      key={choice.id}
                      id={optionId(choice)}
                      role="option"
                      tabIndex={-1}
                      aria-selected={choice === current}
                      data-choice={choice.id}
                      className="choice"
                      onClick={() => choose(choice.id)}
                      onKeyDown={onKeyDown}
                      onPointerMove={() => setAt(found.indexOf(choice))}
                    >
                      <span className="choice-title">
                        {choice.side && <Marker side={choice.side} />}
                        <b>{choice.title}</b>
                        {choice.remark && <span>{choice.remark}</span>}
                      </span>
                      {choice.about && <span className="choice-about">{choice.about}</span>}
                    </div>
                  ))}
              </div>
            ))}
          </div>
          {found.length === 0 && <p className="waiting">{typed ? fill(w.nothing, { text: typed }) : w.nothingFits}</p>}
          <p className="chooser-keys">{w.keysHint}</p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
