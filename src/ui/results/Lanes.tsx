/**
 * What each interest of a person retrieves, beside each other: what it is made of, what comes out, what the merged list
 * takes. While training they follow it.
 */
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { lanesFields } from '../../lab/describes-lanes';
import { blockById } from '../../model/blocks/blocks';
import { Icon } from '../Icon';
import { useBench, useData, useRun, useSpeech } from '../lab';
import { AllUsers } from './AllUsers';
import type { CategoryShare, InterestRetrieval, Lane } from '../../lab/evaluate/lanes';

/** Between two answers while training: the lanes ask for all items to be encoded. */
const PAUSE_MS = 2000;
const SHOWN_EVENTS = 4;
const SHOWN_CATEGORIES = 3;
const VARIETIES = [0, 0.1, 0.25, 0.5, 1];

/** Nothing where the trained towers have one vector of a user. */
export function Lanes({ user, k }: { user: number; k: number }) {
  const graph = useRun((run) => run.trained?.graph);
  const match = graph?.nodes.find(({ side }) => side === 'match');
  return match && 'interests' in blockById(match.block).inputs ? <AskedLanes key={user} user={user} k={k} /> : null;
}

function AskedLanes({ user, k }: { user: number; k: number }) {
  const bench = useBench();
  const { words, fill, number } = useSpeech();
  const w = words.lanes;
  const fields = lanesFields(useData((data) => data.summary?.fields) ?? []);
  const step = useRun((run) => run.progress.step);
  const phase = useRun((run) => run.progress.phase);
  const [category, setCategory] = useState<string | null>(fields[0]?.name ?? null);
  const [diversity, setDiversity] = useState(0);
  const [follows, setFollows] = useState(true);
  const [shown, setShown] = useState<InterestRetrieval | null>(null);
  const asking = useRef(false);
  const last = useRef({ question: '', at: 0 });
  const about = useId();

  const ask = useCallback(async () => {
    asking.current = true;
    const answer = await bench.retrieveByInterest({ user, k, category, diversity });
    asking.current = false;
    last.current.at = Date.now();
    if (answer) setShown(answer);
  }, [bench, user, k, category, diversity]);
  // Another question at once; a step of the training after a while, where it is followed; the last step in any case.
  useEffect(() => {
    const question = `${k} ${category} ${diversity}`;
    const isNew = question !== last.current.question;
    const isStale =
      shown !== null &&
      shown.step !== step &&
      (phase !== 'training' || (follows && Date.now() - last.current.at >= PAUSE_MS));
    if (asking.current || !(isNew || isStale)) return;
    last.current.question = question;
    void ask();
  }, [ask, k, category, diversity, step, phase, follows, shown]);

  if (!shown) return <p className="waiting">{words.retrieval.asking}</p>;
  const merged = diversity === 0 ? w.merged : w.mergedVaried;
  return (
    <section className="by-interest" aria-label={w.title}>
      <h2>
        {w.title}
        <span>{fill(w.active, { n: shown.lanes.length, of: shown.interests })}</span>
      </h2>
      <p className="about" id={about}>
        {w.about}
      </p>
      <div className="asked">
        {fields.length > 0 && (
          <label className="row">
            <span>{w.category}</span>
            <select
              value={category ?? ''}
              onChange={(event) => {
                setCategory(event.target.value || null);
                if (event.target.value === '') setDiversity(0);
              }}
            >
              <option value="">{w.noCategory}</option>
              {fields.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        {category !== null && (
          <label className="row" title={w.diversityAbout}>
            <span>{w.diversity}</span>
            <select value={diversity} onChange={(event) => setDiversity(Number(event.target.value))}>
              {VARIETIES.map((value) => (
                <option key={value} value={value}>
                  {number(value, value === 0 ? 0 : 2)}
                </option>
              ))}
            </select>
          </label>
        )}
        {phase === 'training' && (
          <label className="row">
            <input type="checkbox" checked={follows} onChange={(event) => setFollows(event.target.checked)} />
            <span>{w.watch}</span>
          </label>
        )}
      </div>
      <div className="interest-cards" role="group" aria-describedby={about} tabIndex={0}>
        {shown.lanes.map((lane, at) => (
          <OneLane key={lane.interest} lane={lane} overlap={shown.overlap[at]!} shown={shown} />
        ))}
      </div>
      <div role="group" aria-label={merged}>
        <h3>{merged}</h3>
        <ol className="ranked merged">
          {shown.merged.map(({ item, title, note, hit, interest, foundBy }) => (
            <li key={item} className={hit ? 'hit' : ''} title={note ? `${title}. ${note}` : title}>
              <b>
                {hit && <Icon name="check" />}
                {title}
              </b>
              <em className={`interest interest-${interest % 8}`}>
                {fill(w.by, { lanes: foundBy.map((other) => number(other + 1)).join(', ') })}
              </em>
              <span>{note}</span>
              {hit && <span className="sr-only">{words.retrieval.hit}</span>}
            </li>
          ))}
        </ol>
      </div>
      <AllUsers asked={{ k, category, diversity }} />
      <p className="about" aria-live="off">
        {fill(shown.step === step ? words.retrieval.step : words.retrieval.stale, { step: shown.step })}
      </p>
    </section>
  );
}

function OneLane({
  lane: { interest, items, events, feeds, finds },
  overlap,
  shown,
}: {
  lane: Lane;
  overlap: readonly number[];
  shown: InterestRetrieval;
}) {
  const { words, fill, count, number } = useSpeech();
  const w = words.lanes;
  const name = fill(w.lane, { n: interest + 1 });
  const taken = shown.merged.filter((item) => item.interest === interest).length;
  const common = shown.lanes.flatMap((other, at) =>
    other.interest !== interest && overlap[at]! > 0
      ? [fill(w.shared, { lane: number(other.interest + 1), n: overlap[at]! })]
      : [],
  );
  return (
    <article className="interest-card" aria-label={name}>
      <h3 className={`interest interest-${interest % 8}`}>{name}</h3>
      <p>{count(w.took, taken)}</p>
      {events.length > 0 && (
        <>
          <h4>{w.from}</h4>
          <Bars
            rows={events.slice(0, SHOWN_EVENTS).map(({ title, share }) => ({ value: title, share }))}
            interest={interest}
          />
        </>
      )}
      {feeds.length > 0 && <h4>{w.feeds}</h4>}
      {feeds.length > 0 && <Bars rows={feeds.slice(0, SHOWN_CATEGORIES)} interest={interest} />}
      {finds.length > 0 && <h4>{w.finds}</h4>}
      {finds.length > 0 && <Bars rows={finds.slice(0, SHOWN_CATEGORIES)} interest={interest} />}
      <ol className="ranked">
        {items.map(({ item, title, note, hit }) => (
          <li key={item} className={hit ? 'hit' : ''} title={note ? `${title}. ${note}` : title}>
            <b>
              {hit && <Icon name="check" />}
              {title}
            </b>
            {hit && <span className="sr-only">{words.retrieval.hit}</span>}
          </li>
        ))}
      </ol>
      {shown.lanes.length > 1 && <p>{common.length === 0 ? w.alone : common.join(' · ')}</p>}
    </article>
  );
}

function Bars({ rows, interest }: { rows: readonly CategoryShare[]; interest: number }) {
  const { number } = useSpeech();
  return (
    <ul className="interest-shares">
      {rows.map(({ value, share }, at) => (
        <li key={at}>
          <span>{value}</span>
          <b>{`${number(100 * share, 0)} %`}</b>
          <i className={`interest-${interest % 8}`} style={{ inlineSize: `${Math.max(1, 100 * share)}%` }} />
        </li>
      ))}
    </ul>
  );
}
