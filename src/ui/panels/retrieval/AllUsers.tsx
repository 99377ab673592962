/**
 * The lists of interests over all tested users: what is found, how much of the catalogue is shown, how much of it
 * everybody knows.
 */
import { useState } from 'react';
import type { Ask } from '../../../lab/protocol';
import { isRunning } from '../../../lab/phases';
import { allUsersTable } from '../../../words/all-users';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { Amounts } from '../../controls/Amounts';
import { WaitBar } from '../../controls/WaitBar';
import type { InterestsOverall } from '../../../lab/evaluate/overall';

const DIGITS = 3;

export function AllUsers({ asked }: { asked: Ask<'evaluateByInterest'> }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, number, sentences } = speech;
  const w = words.interestLists;
  const step = useRun((run) => run.progress.step);
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const summary = useData((data) => data.summary);
  const [busy, setBusy] = useState(false);
  const share = useRun((run) => run.waiting.evaluation ?? null);
  const [answered, setAnswered] = useState<{ shown: InterestsOverall; at: number } | null>(null);

  const ask = async (): Promise<void> => {
    setBusy(true);
    const answer = await bench.ask('evaluateByInterest', asked);
    setBusy(false);
    // The weights of a finished run are the best ones, of an earlier step than its last.
    if (answer) setAnswered({ shown: answer, at: step });
  };
  const shown = answered?.shown;
  const table = shown && summary && allUsersTable(shown, summary.protocol, speech);
  return (
    <div role="group" aria-label={w.overall} className="all-users">
      <h3>{w.overall}</h3>
      {busy ? (
        <WaitBar text={w.asking} share={share} cancel={() => void bench.cancelQuestion()} />
      ) : (
        <button type="button" disabled={!rests} onClick={() => void ask()}>
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
          <p className="about">
            {sentences(...table.about, answered?.at === step ? '' : fill(words.retrieval.stale, { step: shown.step }))}
          </p>
        </>
      )}
    </div>
  );
}
