/** One person's items on their way through the stages: where each stands, and which stage left it out. */
import { useStore } from 'zustand';
import type { StageChoice } from '../../../lab/funnel/cut-offs';
import { isRunning } from '../../../lab/phases';
import type { ReorderChoice } from '../../../lab/stores/funnel';
import { followedTable } from '../../../words/followed';
import { Amounts } from '../../controls/Amounts';
import { Heading } from '../../controls/Heading';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { AskButton } from '../../controls/AskButton';
import { PersonDrawing } from './PersonDrawing';
import { UserPicker } from '../retrieval/UserPicker';
import { useUserSearch } from '../retrieval/useUserSearch';

export function PersonItems({
  stages,
  reorder,
  busy,
}: {
  stages: readonly StageChoice[];
  reorder: ReorderChoice | null;
  busy: boolean;
}) {
  const bench = useBench();
  const speech = useSpeech();
  const w = speech.words.funnel.panel;
  const users = useUserSearch();
  const data = useData(({ summary }) => summary?.fingerprint);
  const { following, person } = useStore(bench.funnel);
  const found = person?.data === data ? person : null;
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const share = useRun(({ waiting }) => waiting.import ?? null);
  const table = found && followedTable(found, speech);
  return (
    <section className="figure funnel" aria-label={w.person}>
      <Heading title={w.person} />
      <p className="about">{w.personAbout}</p>
      <UserPicker users={users} shownTitle={found?.userTitle ?? ''} />
      <AskButton
        text={w.follow}
        waiting={w.following}
        busy={following}
        share={share}
        disabled={!rests || busy || users.user === null}
        ask={() => users.user !== null && void bench.followPerson(stages, users.user, reorder)}
        cancel={() => void bench.cancelFunnel()}
      />
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
