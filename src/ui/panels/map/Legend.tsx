/** What colours, shapes and outlines of a map mean. */
import type { CSSProperties, ReactNode } from 'react';
import type { ItemMap } from '../../../lab/evaluate/item-map';
import { useSpeech } from '../../lab';
import { coloured } from '../retrieval/interest';
import { COLOURED, cssColourOf, SHAPES } from './look';

/** @param field by which points are coloured */
export function Legend({ map, field, k }: { map: ItemMap; field: string | null; k: number }) {
  const { words, fill, number } = useSpeech();
  const w = words.map;
  const { points, values, person } = map;
  const having = (test: (value: number | null) => boolean): number => points.filter(({ value }) => test(value)).length;
  const others = having((value) => value !== null && value >= COLOURED);
  const without = having((value) => value === null);
  const dot = <circle cx="5" cy="5" r="3" />;
  return (
    <>
      {field !== null && (
        <ul className="map-legend" aria-label={field}>
          {values
            .slice(0, COLOURED)
            .map((name, at) => ({ name, at, count: having((value) => value === at) }))
            .filter(({ count }) => count > 0)
            .map(({ name, at, count }) => (
              <Entry
                key={name}
                style={{ color: cssColourOf(at) }}
                drawing={<path d={SHAPES[at]} />}
                name={name}
                count={number(count)}
              />
            ))}
          {others > 0 && <Entry muted drawing={dot} name={w.others} count={number(others)} />}
          {without > 0 && <Entry muted drawing={dot} name={w.withoutValue} count={number(without)} />}
        </ul>
      )}
      {person && (
        <ul className="map-legend" aria-label={person.title}>
          {person.marks.map(({ interest }) => (
            <li key={interest}>
              <b
                className={`map-mark ${person.hasInterests ? '' : 'alone'}`}
                style={person.hasInterests ? coloured(interest) : undefined}
                aria-hidden="true"
              >
                {person.hasInterests ? number(interest + 1) : ''}
              </b>
              <span>{person.hasInterests ? fill(w.interest, { n: interest + 1 }) : w.user}</span>
            </li>
          ))}
          <Entry outline drawing={<circle cx="5" cy="5" r="3.8" />} name={fill(w.listed, { k })} />
          <Entry outline drawing={<path d="M1.500 1.500h7v7h-7z" />} name={w.past} />
        </ul>
      )}
    </>
  );
}

function Entry({
  name,
  count,
  drawing,
  style,
  muted = false,
  outline = false,
}: {
  name: string;
  count?: string;
  drawing: ReactNode;
  style?: CSSProperties;
  muted?: boolean;
  outline?: boolean;
}) {
  const kind = muted ? 'muted' : outline ? 'ringed' : 'filled';
  return (
    <li title={name}>
      <svg className={`map-shape ${kind}`} style={style} width="11" height="11" viewBox="0 0 10 10" aria-hidden="true">
        {drawing}
      </svg>
      <span>{name}</span>
      {count !== undefined && <small>{count}</small>}
    </li>
  );
}
