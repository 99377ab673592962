/**
 * Every block there is, by family: dragged onto the towers, or put where a list says with a click. What is typed
 * narrows it. The blocks are one stop of the Tab key, and arrows walk among them.
 */
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { Heading } from '../controls/Heading';
import { grip } from '../dragging/grip';
import { useBench, useSpeech, useView } from '../lab';
import { stepIn } from '../presets/steps';
import { blockChoices } from './block-choices';
import { matching } from './matching';
import { useEdits } from './useEdits';
import './Shelf.css';

export function Shelf() {
  const { view } = useBench();
  const speech = useSpeech();
  const edits = useEdits();
  const selected = useView((v) => v.selected);
  const [text, setText] = useState('');
  const [last, setLast] = useState('');
  const id = useId();
  const w = speech.words.editing;
  const all = useMemo(() => blockChoices(speech, () => undefined), [speech]);
  const found = matching(all, text);
  const groups = [...new Set(found.map(({ group }) => group))];
  const first = found.find(({ group }) => group === groups[0]);
  const stop = found.some((choice) => choice.id === last) ? last : first?.id;
  return (
    <section className="shelf" aria-label={w.shelf}>
      <Heading title={w.shelf}>
        <button type="button" className="quiet" onClick={edits.clear}>
          {w.clear}
        </button>
      </Heading>
      <p className="shelf-about">{w.shelfAbout}</p>
      <input
        type="search"
        aria-label={w.search}
        placeholder={w.searchHint}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {groups.map((group, at) => (
        <div key={group} role="group" aria-labelledby={`${id}-${at}`}>
          <h3 id={`${id}-${at}`}>{group}</h3>
          <ul>
            {found
              .filter((choice) => choice.group === group)
              .map(({ id: block, title, about }) => (
                <li key={block}>
                  <button
                    type="button"
                    className="shelf-block"
                    title={about}
                    tabIndex={block === stop ? 0 : -1}
                    onFocus={() => setLast(block)}
                    onKeyDown={walk}
                    {...grip({ kind: 'block', block })}
                    onClick={() => view.setState({ task: { kind: 'add-to', node: selected, block } })}
                  >
                    {title}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
      {found.length === 0 && <p className="shelf-about">{speech.fill(w.nothing, { text })}</p>}
    </section>
  );
}

/** Arrows, Home and End go from block to block, over the families. */
function walk(event: KeyboardEvent<HTMLButtonElement>): void {
  const blocks = [...(event.currentTarget.closest('.shelf')?.querySelectorAll<HTMLElement>('.shelf-block') ?? [])];
  const to = stepIn(event.key, blocks.indexOf(event.currentTarget), blocks.length, 1);
  if (to === null) return;
  event.preventDefault();
  blocks[to]?.focus();
}
