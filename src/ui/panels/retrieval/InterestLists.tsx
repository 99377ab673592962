/**
 * What each interest of a person retrieves, beside each other: what it is made of, what comes out, what the merged list
 * takes.
 */
import { useId, useState } from 'react';
import type { Who } from '../../../lab/evaluate/asked';
import { interestFields } from '../../../lab/loading/interest-fields';
import { hasInterests } from '../../../model/nodes/interests';
import { Icon } from '../../controls/Icon';
import { useData, useRun, useSpeech } from '../../lab';
import { AllUsers } from './AllUsers';
import { AtStep } from './AtStep';
import { coloured } from './interest';
import { InterestCard } from './InterestCard';
import { InterestQuestion, type Question } from './InterestQuestion';
import { ItemName, type Asking } from './ItemName';
import { RoutingTable } from './RoutingTable';
import { useInterestRetrieval } from './useInterestRetrieval';
import type { InterestRetrieval } from '../../../lab/evaluate/interest-lists';

interface Props {
  user: Who;
  k: number;
  /** Of the list they stand beside. */
  step: number;
  asking: Asking | null;
}

/** Nothing where the trained towers have one vector of a user. */
export function InterestLists(props: Props) {
  const graph = useRun((run) => run.trained?.graph);
  const { user } = props;
  return graph && hasInterests(graph) ? (
    <ShownInterestLists key={typeof user === 'number' ? user : (user.base ?? -1)} {...props} />
  ) : null;
}

function ShownInterestLists({ user, k, step, asking }: Props) {
  const { words, fill } = useSpeech();
  const w = words.interestLists;
  const fields = interestFields(useData((data) => data.summary?.fields) ?? []);
  const [question, setQuestion] = useState<Question>({
    category: fields[0]?.name ?? null,
    diversity: 0,
  });
  const { category, diversity } = question;
  const isLive = useRun(({ at }) => at === null);
  const { shown, isOld } = useInterestRetrieval({ user, k, category, diversity }, step);
  const about = useId();
  if (!shown) return <p className="waiting">{words.retrieval.asking}</p>;
  return (
    <section className="by-interest" aria-label={w.title} aria-busy={isOld}>
      <h2>
        {w.title}
        <span>{fill(w.active, { n: shown.lists.length, of: shown.interests })}</span>
      </h2>
      <p className="about" id={about}>
        {w.about}
      </p>
      <InterestQuestion
        fields={fields}
        question={question}
        change={(to) => setQuestion((old) => ({ ...old, ...to }))}
      />
      <div className="interest-cards" role="group" aria-label={w.title} aria-describedby={about}>
        {shown.lists.map((list, at) => (
          <InterestCard key={list.interest} list={list} overlap={shown.overlap[at]!} shown={shown} asking={asking} />
        ))}
      </div>
      {shown.routing && (
        <RoutingTable routing={shown.routing} interests={shown.lists.map(({ interest }) => interest)} />
      )}
      <Merged shown={shown} isVaried={diversity > 0} asking={asking} />
      {isLive && <AllUsers asked={{ k, category, diversity }} />}
      <AtStep step={shown.step} />
    </section>
  );
}

/** The list that those of interests are merged into, each item with the interests that found it. */
function Merged({ shown, isVaried, asking }: { shown: InterestRetrieval; isVaried: boolean; asking: Asking | null }) {
  const { words, fill, number } = useSpeech();
  const w = words.interestLists;
  const title = isVaried ? w.mergedVaried : w.merged;
  return (
    <div role="group" aria-label={title}>
      <h3>{title}</h3>
      <ol className="ranked merged">
        {shown.merged.map(({ item, title: name, note, hit, interest, foundBy }) => (
          <li key={item} className={hit ? 'hit' : ''} title={note ? `${name}. ${note}` : name}>
            <b>
              {hit && <Icon name="check" />}
              <ItemName name={name} item={item} interest={interest} asking={asking} />
            </b>
            <em className="interest" style={coloured(interest)}>
              {fill(w.by, { interests: foundBy.map((other) => number(other + 1)).join(', ') })}
            </em>
            <span>{note}</span>
            {hit && <span className="sr-only">{words.retrieval.hit}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
