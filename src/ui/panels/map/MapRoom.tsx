/** Items in the plane, by a category, with a person's vectors, past and list among them, following the training. */
import { useState } from 'react';
import { colouringFields } from '../../../lab/loading/interest-fields';
import { FieldSelect } from '../../controls/FieldSelect';
import { useData, useRun, useSpeech } from '../../lab';
import { Clock } from '../retrieval/Clock';
import type { Following } from '../retrieval/useLatestAnswer';
import { UserPicker } from '../retrieval/UserPicker';
import { useUserSearch, useWatched } from '../retrieval/useUserSearch';
import { MapFigure } from './MapFigure';
import { useItemMap } from './useItemMap';

/** Another data set has other items and users: nothing of the old one is kept. */
export function MapRoom() {
  const { words } = useSpeech();
  const fingerprint = useData((data) => data.summary?.fingerprint);
  const isRanker = useRun((run) => run.trained?.graph.kind === 'ranker');
  if (fingerprint === undefined) return <p className="waiting alone">{words.header.noData}</p>;
  if (isRanker) return <p className="waiting alone">{words.map.ofRanker}</p>;
  return <MapOfItems key={fingerprint} />;
}

function MapOfItems() {
  const { words, fill } = useSpeech();
  const w = words.map;
  const [k, setK] = useState(10);
  const [following, setFollowing] = useState<Following>({ follows: true, round: 0 });
  const fields = colouringFields(useData((data) => data.summary?.fields) ?? []);
  const [category, setCategory] = useState(fields[0]?.name ?? null);
  const [item, setItem] = useState<number | null>(null);
  const users = useUserSearch();
  useWatched(users.user);
  const { map, lacksAt, hasWeights } = useItemMap({ user: users.user, k, category, item }, following);
  const waiting =
    lacksAt !== null ? fill(w.notKept, { step: lacksAt }) : !hasWeights ? w.waiting : map ? null : w.asking;
  return (
    <section className="explorer parts" aria-label={w.label}>
      <UserPicker users={users} shownTitle={map?.person?.title ?? ''} k={k} setK={setK} />
      {waiting !== null || !map ? (
        <p className="waiting alone">{waiting}</p>
      ) : (
        <>
          <Clock step={map.step} following={following} change={setFollowing} />
          {users.user !== null && !map.person && map.isKept && (
            <p className="about">{fill(w.personNotKept, { step: map.step })}</p>
          )}
          <FieldSelect
            label={w.colourBy}
            none={words.common.none}
            fields={fields}
            value={category}
            change={setCategory}
          />
          <MapFigure
            map={map}
            category={fields.find(({ name }) => name === category) ?? null}
            k={k}
            chosen={item}
            choose={setItem}
          />
        </>
      )}
    </section>
  );
}
