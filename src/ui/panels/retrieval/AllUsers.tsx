/**
 * The lists of interests over all tested users: what is found, how much of the catalogue is shown, how much of it
 * everybody knows.
 */
import type { Ask } from '../../../lab/protocol';
import { isRunning } from '../../../lab/phases';
import { allUsersTable } from '../../../words/all-users';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { Amounts } from '../../controls/Amounts';
import { WaitBar } from '../../controls/WaitBar';

const DIGITS = 3;

export function AllUsers({ asked }: { asked: Ask<'evaluateByInterest'> }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, number, sentences } = speech;
  const w = words.interestLists;
  const found = useRun((run) => run.interestsOverall);
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const summary = useData((data) => data.summary);
  const share = useRun((run) => run.waiting.evaluation ?? null);
  const busy = useRun((run) => run.asking.includes('evaluateByInterest'));
  const table = found && summary && allUsersTable(found, summary.protocol, speech);
  return (
    <div role="group" aria-label={w.overall} className="all-users">
      <h3>{w.overall}</h3>
      {busy ? (
        <WaitBar text={w.asking} share={share} cancel={() => void bench.cancelQuestion()} />
      ) : (
        <button type="button" disabled={!rests} onClick={() => void bench.testAllUsers(asked)}>
          {w.ask}
        </button>
      )}
      {!rests && <p className="about">{w.whenAtRest}</p>}
      {table && (
        <>
          <Amounts
            label={w.overall}
            head={table.head}
            rows={table.rows.map(({ name, users, figures }) => ({
              name,
              cells: [
                number(users),
                ...figures.map((value) => (value === null ? words.common.none : number(value, DIGITS))),
              ],
            }))}
          />
          <p className="about">{sentences(...table.about)}</p>
        </>
      )}
    </div>
  );
}
