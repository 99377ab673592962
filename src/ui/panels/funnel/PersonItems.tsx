/** One person's items on their way through the stages: where each stands, and which stage left it out. */
import { useState } from 'react';
import type { FollowedPerson } from '../../../lab/commands/funnelPerson';
import type { StageChoice } from '../../../lab/funnel/cut-offs';
import { isRunning } from '../../../lab/phases';
import { followedTable } from '../../../words/followed';
import { Amounts } from '../../controls/Amounts';
import { Heading } from '../../controls/Heading';
import { WaitBar } from '../../controls/WaitBar';
import { useBench, useRun, useSpeech } from '../../lab';
import { PersonDrawing } from './PersonDrawing';
import { UserPicker } from '../retrieval/UserPicker';
import { useUserSearch } from '../retrieval/useUserSearch';

export function PersonItems({ stages, busy }: { stages: readonly StageChoice[]; busy: boolean }) {
  const bench = useBench();
  const speech = useSpeech();
  const w = speech.words.funnel.panel;
  const users = useUserSearch();
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState<FollowedPerson | null>(null);
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const share = useRun(({ waiting }) => waiting.import ?? null);
  const follow = async (user: number): Promise<void> => {
    setAsking(true);
    const answer = await bench.ask('funnelPerson', { stages, user });
    setAsking(false);
    if (answer) setFound(answer);
  };
  const table = found && followedTable(found, speech);
  return (
    <section className="figure funnel" aria-label={w.person}>
      <Heading title={w.person} />
      <p className="about">{w.personAbout}</p>
      <UserPicker users={users} shownTitle={found?.userTitle ?? ''} />
      {asking ? (
        <WaitBar text={w.following} share={share} cancel={() => void bench.cancelFunnel()} />
      ) : (
        <button
          type="button"
          className="funnel-ask"
          disabled={!rests || busy || users.user === null}
          onClick={() => users.user !== null && void follow(users.user)}
        >
          {w.follow}
        </button>
      )}
      {found && table && (
        <>
          <PersonDrawing items={found.items} keeps={found.keeps} />
          <p className="about">{w.drawing}</p>
          <Amounts
            label={w.person}
            caption={found.userTitle || found.userId}
            head={table.head}
            rows={table.rows.map(([name, ...cells]) => ({ name: name!, cells }))}
          />
        </>
      )}
    </section>
  );
}
