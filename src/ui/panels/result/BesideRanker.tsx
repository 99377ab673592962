/** How far the weights at rest agree with a ranker that a person chooses, beside the hits of both. */
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { isRunning } from '../../../lab/phases';
import { usableRuns } from '../../../lab/runs/usable-runs';
import type { RankerChoice, RunState } from '../../../lab/stores/run';
import { agreementTable } from '../../../words/agreement';
import { AskButton } from '../../controls/AskButton';
import { CopyButton } from '../../controls/CopyButton';
import { copiedTable } from '../../controls/copied-table';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { runInList, runTitle } from '../../runs/title';

const DIGITS = 3;

/** Nothing where there are no weights. */
export function BesideRanker() {
  const hasWeights = useRun(({ progress, lacks }) => progress.step > 0 && lacks === null);
  return hasWeights ? <Choice /> : null;
}

function Choice() {
  const bench = useBench();
  const speech = useSpeech();
  const { words } = speech;
  const w = words.agreement.panel;
  const own = useRun((run) => run.id);
  const agreement = useRun((run) => run.agreement);
  const rests = useRun((run) => !isRunning(run.progress.phase));
  // Weights of the ranker are read before the first user.
  const share = useRun((run) => run.waiting.evaluation ?? null);
  const summary = useData((data) => data.summary);
  const { runs, leaving } = useStore(bench.runs);
  const others = useMemo(
    () => usableRuns(runs, leaving, summary?.fingerprint).filter(({ id }) => id !== own),
    [runs, leaving, summary, own],
  );
  const columns = summary?.schema.scores ?? [];
  const [wanted, setWanted] = useState<string | null>(null);
  const offered = [
    ...others.map((run) => ({ key: `run ${run.id}`, text: runInList(run, speech), choice: { run: run.id } })),
    ...columns.map(({ name }) => ({ key: `column ${name}`, text: name, choice: { column: name } })),
  ] satisfies { key: string; text: string; choice: RankerChoice }[];
  const chosen = offered.find(({ key }) => key === wanted) ?? offered[0];
  const busy = agreement !== null && agreement.found === null;
  return (
    <section className="figure beside-ranker" aria-label={w.title}>
      <h2>{w.title}</h2>
      {chosen ? (
        <>
          <p className="about">{w.about}</p>
          <label className="row wide">
            <span>{w.choose}</span>
            <select
              value={chosen.key}
              // It may be too long for its box.
              title={chosen.text}
              disabled={busy}
              onChange={({ target }) => setWanted(target.value)}
            >
              <Group label={w.runs} options={offered.slice(0, others.length)} />
              <Group label={w.columns} options={offered.slice(others.length)} />
            </select>
          </label>
          <AskButton
            text={w.ask}
            waiting={w.running}
            busy={busy}
            share={share}
            disabled={!rests}
            ask={() => void bench.compareWithRanker(chosen.choice)}
            cancel={() => void bench.cancelQuestion()}
          />
          {!rests && !busy && <p className="about">{w.whenAtRest}</p>}
        </>
      ) : (
        <p className="about">{w.empty}</p>
      )}
      {agreement && <Found {...agreement} />}
    </section>
  );
}

function Group({ label, options }: { label: string; options: readonly { key: string; text: string }[] }) {
  return (
    options.length > 0 && (
      <optgroup label={label}>
        {options.map(({ key, text }) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </optgroup>
    )
  );
}

function Found({ ranker, found }: NonNullable<RunState['agreement']>) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const { runs } = useStore(useBench().runs);
  if (!found) return null;
  const run = 'run' in ranker ? runs.find(({ id }) => id === ranker.run) : undefined;
  // Of a run that is gone by now, what it was called.
  const title = run ? runTitle(run, speech) : found.title;
  const { head, rows, about } = agreementTable(found, title, DIGITS, speech);
  return (
    <>
      <div className="scroll" tabIndex={0} role="group" aria-label={fill(words.agreement.title, { title })}>
        <table className="result">
          <thead>
            <tr>
              {head.map((text, at) => (
                <th key={at} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, of, users }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {typeof of === 'string' ? (
                  <td colSpan={2} className="of-both">
                    {of}
                  </td>
                ) : (
                  of.map((text, at) => <td key={at}>{text}</td>)
                )}
                <td>{users}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="about">{about}</p>
      <div className="figure-tools">
        <CopyButton
          label={words.common.copyCsv}
          text={() =>
            copiedTable([
              head,
              ...rows.map(({ name, of, users }) => [name, ...(typeof of === 'string' ? [of, of] : of), users]),
            ])
          }
        />
      </div>
    </>
  );
}
