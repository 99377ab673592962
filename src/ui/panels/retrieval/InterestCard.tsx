/** One interest of a user: what it is made of, what comes out, what the merged list takes. */
import { Icon } from '../../controls/Icon';
import { useSpeech } from '../../lab';
import { coloured } from './interest';
import { ItemName, type Asking } from './ItemName';
import type { CategoryShare, InterestRetrieval, DescribedList } from '../../../lab/evaluate/interest-lists';

const SHOWN_EVENTS = 4;
const SHOWN_CATEGORIES = 3;
const LEAST_SHARE = 0.005;

/** @param overlap items in common with each of the lists shown, itself too */
export function InterestCard({
  list: { interest, items, events, feeds, finds },
  overlap,
  shown,
  asking,
}: {
  list: DescribedList;
  overlap: readonly number[];
  shown: InterestRetrieval;
  asking: Asking | null;
}) {
  const { words, fill, count, number } = useSpeech();
  const w = words.interestLists;
  const name = fill(w.interest, { n: interest + 1 });
  const taken = shown.merged.filter((item) => item.interest === interest).length;
  const common = shown.lists.flatMap((other, at) =>
    other.interest !== interest && overlap[at]! > 0
      ? [fill(w.shared, { other: number(other.interest + 1), n: overlap[at]! })]
      : [],
  );
  return (
    <article className="interest-card" aria-label={name} style={coloured(interest)}>
      <h3 className="interest">{name}</h3>
      <p>{count(w.took, taken)}</p>
      {events.length > 0 && (
        <>
          <h4>{w.from}</h4>
          <Bars rows={events.slice(0, SHOWN_EVENTS).map(({ title, share }) => ({ value: title, share }))} />
        </>
      )}
      {feeds.length > 0 && <h4>{w.feeds}</h4>}
      {feeds.length > 0 && <Bars rows={feeds.slice(0, SHOWN_CATEGORIES)} />}
      {finds.length > 0 && <h4>{w.finds}</h4>}
      {finds.length > 0 && <Bars rows={finds.slice(0, SHOWN_CATEGORIES)} />}
      <ol className="ranked">
        {items.map(({ item, title, note, hit }) => (
          <li key={item} className={hit ? 'hit' : ''} title={note ? `${title}. ${note}` : title}>
            <b>
              {hit && <Icon name="check" />}
              <ItemName name={title} item={item} interest={interest} asking={asking} />
            </b>
            {hit && <span className="sr-only">{words.retrieval.hit}</span>}
          </li>
        ))}
      </ol>
      {shown.lists.length > 1 && <p>{common.length === 0 ? w.alone : common.join(' · ')}</p>}
    </article>
  );
}

/** Shares that would read as 0% are left out. */
export function Bars({ rows }: { rows: readonly CategoryShare[] }) {
  const { percent } = useSpeech();
  const shown = rows.filter(({ share }) => share >= LEAST_SHARE);
  return (
    <ul className="interest-shares">
      {shown.map(({ value, share }, at) => (
        <li key={at} title={value}>
          <span>{value}</span>
          <b>{percent(share)}</b>
          <i style={{ inlineSize: `${Math.max(1, 100 * share)}%` }} />
        </li>
      ))}
    </ul>
  );
}
