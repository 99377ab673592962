/** What each field costs and is worth: by its gates, and by what is lost when it is shuffled, which is asked for. */
import type { FieldWorths as Found } from '../../../lab/selection/field-worth';
import { isRunning } from '../../../lab/phases';
import { fieldWorthsTable } from '../../../words/field-worths';
import { Amounts } from '../../controls/Amounts';
import { Heading } from '../../controls/Heading';
import { WaitBar } from '../../controls/WaitBar';
import { useBench, useRun, useSpeech } from '../../lab';

/** Nothing where a person looks back: the weights of then are gone. */
export function FieldWorths() {
  const isLive = useRun(({ at }) => at === null);
  return isLive ? <Asked /> : null;
}

function Asked() {
  const bench = useBench();
  const { words } = useSpeech();
  const w = words.inside.worths;
  const found = useRun((run) => run.fieldWorths);
  const rests = useRun((run) => !isRunning(run.progress.phase));
  const share = useRun((run) => run.waiting.evaluation ?? null);
  const busy = useRun((run) => run.asking.includes('fieldWorths'));
  return (
    <section className="figure probe field-worths" aria-label={w.title} data-side="user">
      <Heading title={w.title} />
      {found ? <Shown found={found} /> : <p className="about">{w.about}</p>}
      {busy ? (
        <WaitBar text={w.asking} share={share} cancel={() => void bench.cancelQuestion()} />
      ) : (
        <button type="button" disabled={!rests} onClick={() => void bench.shuffleFields()}>
          {found ? w.again : w.ask}
        </button>
      )}
      {!rests && <p className="about">{w.whenAtRest}</p>}
    </section>
  );
}

function Shown({ found }: { found: Found }) {
  const speech = useSpeech();
  const w = speech.words.inside.worths;
  const { head, rows, agreement, about } = fieldWorthsTable(found, speech);
  return (
    <>
      <Amounts label={w.title} head={head} rows={rows.map(({ cells: [name = '', ...cells] }) => ({ name, cells }))} />
      {agreement.length > 0 && (
        <ul className="field-agreement">
          {agreement.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <p className="about">{speech.sentences(speech.fill(w.step, { step: speech.number(found.step) }), ...about)}</p>
    </>
  );
}
