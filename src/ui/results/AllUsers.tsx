/** The lists of interests over all tested users: what is found, how much of the catalogue is shown, how much of it everybody knows. */
import { useState } from 'react';
import type { Ask, InterestsOverall, ListFigures } from '../../lab/protocol';
import { isResting } from '../../lab/stores/run';
import { protocolSentence } from '../../words/sentences';
import { useBench, useData, useRun, useSpeech } from '../lab';

const DIGITS = 3;

export function AllUsers({ asked }: { asked: Ask<'evaluateByInterest'> }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, number, sentences } = speech;
  const w = words.lanes;
  const step = useRun((run) => run.progress.step);
  const rests = useRun((run) => isResting(run.progress.phase));
  const summary = useData((data) => data.summary);
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState<InterestsOverall | null>(null);

  const ask = async (): Promise<void> => {
    setBusy(true);
    const answer = await bench.evaluateByInterest(asked);
    setBusy(false);
    if (answer) setShown(answer);
  };
  const rows: readonly (readonly [name: string, users: number, figures: ListFigures])[] = shown ? [
    [w.mergedRow, shown.users, shown.merged],
    ...shown.alone.map(({ interest, users, figures }) => [fill(w.lane, { n: interest + 1 }), users, figures] as const),
    [words.baseline.popularity, shown.users, shown.popularity],
  ] : [];
  const keys = (['recall', 'coverage', 'headShare', 'leastRecall'] as const).filter((key) => key !== 'leastRecall' || (shown && shown.category !== null));
  return (
    <div role="group" aria-label={w.overall} className="all-users">
      <h3>{w.overall}</h3>
      <button type="button" disabled={busy || !rests} onClick={() => void ask()}>{busy ? w.asking : w.ask}</button>
      {!rests && <p className="about">{w.whenAtRest}</p>}
      {shown && summary && (
        <>
          <div className="scroll by-field" tabIndex={0} role="group" aria-label={w.overall}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{w.list}</th>
                  <th scope="col" className="amount">{w.users}</th>
                  {keys.map((key) => <th key={key} scope="col" className="amount">{fill(key === 'leastRecall' ? w.least : words.result.metrics[key], { k: shown.k })}</th>)}
                </tr>
              </thead>
              <tbody>
                {rows.map(([name, users, figures]) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td className="amount">{number(users)}</td>
                    {keys.map((key) => <td key={key} className="amount">{figures[key] === null ? words.common.none : number(figures[key], DIGITS)}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="about">
            {sentences(
              fill(w.overallAbout, { k: shown.k, protocol: protocolSentence(summary.protocol, summary.testUsers, speech) }),
              ...(shown.category === null ? [] : [fill(w.leastAbout, { k: shown.k, n: shown.merged.leastUsers, category: shown.category })]),
              shown.step === step ? '' : fill(words.retrieval.stale, { step: shown.step }),
            )}
          </p>
        </>
      )}
    </div>
  );
}
