/** The history of the person who is looked at: its events can be struck, others added. */
import { useState } from 'react';
import { Icon } from '../../controls/Icon';
import { useSpeech } from '../../lab';
import type { Retrieval } from '../../../lab/evaluate/retrieve';
import { AddEvent } from './AddEvent';
import { toggled, withEvent, withoutEvent, type PersonEdit } from './person-edit';

const SHOWN = 8;

/** @param change null where the history is only read */
export function PersonHistory({ edit, change }: { edit: PersonEdit; change: ((edit: PersonEdit) => void) | null }) {
  const { words, fill, count } = useSpeech();
  const { retrieval: w, person: p } = words;
  const [whole, setWhole] = useState(false);
  const past = edit.before?.history ?? [];
  const shown = whole ? past : past.slice(0, SHOWN);
  const events = past.length - edit.struck.size + edit.added.length;
  return (
    <>
      <h2>
        {w.history}
        <span>{count(w.events, events)}</span>
      </h2>
      {events === 0 && <p className="about">{edit.base === null ? p.newAbout : w.historyEmpty}</p>}
      <ol className="history">
        {edit.added.map((item, at) => (
          <Event
            key={`added ${edit.added.length - at}`}
            {...item}
            time={null}
            kind="added"
            label={fill(p.remove, { title: item.title })}
            act={change && (() => change(withoutEvent(edit, at)))}
          />
        ))}
        {shown.map(({ event, ...item }) => {
          const struck = edit.struck.has(event);
          return (
            <Event
              key={event}
              {...item}
              kind={struck ? 'struck' : 'kept'}
              label={fill(struck ? p.restore : p.strike, { title: item.title })}
              act={change && (() => change(toggled(edit, event)))}
            />
          );
        })}
      </ol>
      {past.length > shown.length && (
        <button type="button" className="quiet" onClick={() => setWhole(true)}>
          {fill(w.more, { n: past.length - shown.length })}
        </button>
      )}
      {change && <AddEvent add={(item) => change(withEvent(edit, item))} />}
    </>
  );
}

function Event({
  title,
  note,
  time,
  kind,
  label,
  act,
}: Pick<Retrieval['history'][number], 'title' | 'note' | 'time'> & {
  kind: 'kept' | 'struck' | 'added';
  label: string;
  act: (() => void) | null;
}) {
  const { words, date } = useSpeech();
  return (
    <li className={kind} title={note ? `${title}. ${note}` : title}>
      {kind === 'struck' ? <s>{title}</s> : <b>{title}</b>}
      <span>{note}</span>
      <time>{kind === 'added' ? words.person.fresh : time === null ? '' : date(time)}</time>
      {act && (
        <button type="button" className="icon" aria-label={label} title={label} onClick={act}>
          <Icon name={kind === 'struck' ? 'undo' : 'close'} />
        </button>
      )}
    </li>
  );
}
