/** Finds an item by its name and adds it to the history. */
import { useRef, useState } from 'react';
import type { FoundItem } from '../../../lab/loading/find-items';
import { useBench, useSpeech } from '../../lab';

const OFFERED = 8;

export function AddEvent({ add }: { add(item: FoundItem): void }) {
  const bench = useBench();
  const { words, fill, line } = useSpeech();
  const w = words.person;
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<readonly FoundItem[]>([]);
  const [at, setAt] = useState(0);
  const searches = useRef(0);

  const search = async (wanted: string): Promise<readonly FoundItem[]> => {
    const mine = ++searches.current;
    const answer = await bench.ask('findItems', { text: wanted, limit: OFFERED });
    const items = answer?.items ?? [];
    // An older answer must not overwrite a newer one.
    if (mine === searches.current) {
      setFound(items);
      setAt(0);
    }
    return items;
  };
  const choose = (item: FoundItem | undefined): void => {
    if (!item) return;
    add(item);
    setText('');
    void search('');
  };
  const begin = (): void => {
    if (open) return;
    setOpen(true);
    void search(text);
  };
  return (
    <div className="combo add-event">
      <input
        role="combobox"
        aria-label={w.add}
        aria-expanded={open}
        aria-controls="items-found"
        aria-autocomplete="list"
        aria-activedescendant={open && found[at] ? `item-found-${found[at].item}` : undefined}
        autoComplete="off"
        placeholder={line(w.add, w.addHint)}
        value={text}
        onFocus={begin}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          void search(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') setOpen(false);
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            begin();
            const by = event.key === 'ArrowDown' ? 1 : -1;
            if (found.length > 0) setAt((now) => (now + by + found.length) % found.length);
          }
          if (event.key === 'Enter') {
            // By the lab's answer where one is typed faster than it comes.
            if (at > 0) choose(found[at]);
            else if (text !== '' || found.length > 0) void search(text).then(([first]) => choose(first));
          }
        }}
      />
      {open && (
        <div className="found" id="items-found" role="listbox" aria-label={w.found}>
          {found.length === 0 && (
            <div role="option" tabIndex={-1} aria-selected="false" aria-disabled="true">
              {fill(w.noItem, { text })}
            </div>
          )}
          {found.map((item, place) => (
            <div
              key={item.item}
              id={`item-found-${item.item}`}
              role="option"
              tabIndex={-1}
              title={item.note ? `${item.title}. ${item.note}` : item.title}
              aria-selected={place === at}
              // Before the field's blur closes the list.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(item);
              }}
            >
              <b>{item.title}</b>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
