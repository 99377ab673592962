/** The runs that are kept in this browser, the newest first, and how they stand beside one of them. */
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { knownSize } from '../../../lab/comparison/known-size';
import { baselineOf, shownRuns } from '../../../lab/stores/comparison';
import type { Run } from '../../../lab/runs/run';
import { useBench, useData, useDocument, useRun, useSpeech, useView } from '../../lab';
import { runTitle } from '../../runs/title';
import { useOnReturn } from '../../useOnReturn';
import { EqualBudget } from './EqualBudget';
import { RunEntry } from './RunEntry';
import { RunsTable } from './RunsTable';
import { SweepDialog } from './SweepDialog';
import { Sweeps } from './Sweeps';
import { Warnings } from './Warnings';
import './runs.css';

export function Runs() {
  const bench = useBench();
  const { words } = useSpeech();
  const { elsewhere } = useStore(bench.runs);
  const comparison = useView((view) => view.comparison);
  useListed();
  useRemovals();
  const onScreen = useRun((run) => run.id);
  const shown = useShown(onScreen);
  const baseline = baselineOf({ runs: shown, leaving: [] }, comparison);
  const w = words.comparison;
  return (
    <section className="runs" aria-label={words.tabs.label}>
      <Sweeps runs={shown} />
      <Toolbar runs={shown} baseline={baseline} />
      {shown.length === 0 ? (
        <p className="waiting alone">{words.runs.none}</p>
      ) : (
        <>
          {shown.length > 1 && <p className="about">{baseline ? w.about : w.none}</p>}
          {baseline && <Warnings runs={shown} baseline={baseline} />}
          <Taken />
          <ol>
            {shown.map((run) => (
              <RunEntry
                key={run.id}
                run={run}
                parent={parentOf(run, shown)}
                baseline={baseline}
                onScreen={run.id === onScreen}
                elsewhere={elsewhere.includes(run.id)}
              />
            ))}
          </ol>
          <EqualBudget runs={shown} baseline={baseline} />
        </>
      )}
      {shown.length === 0 && <Taken />}
      <Room />
    </section>
  );
}

/** With what they cost, also where an earlier version did not store it. */
function useShown(onScreen: string | null): Run[] {
  const bench = useBench();
  const { runs, leaving } = useStore(bench.runs);
  const summary = useData((data) => data.summary);
  return useMemo(
    () => shownRuns({ runs, leaving }, { id: onScreen }).map((run) => ({ ...run, size: knownSize(run, summary) })),
    [runs, leaving, onScreen, summary],
  );
}

/** Other tabs train, open and remove runs too: the list is read anew whenever somebody comes to look at it. */
function useListed(): void {
  const { listRuns } = useBench();
  useEffect(() => void listRuns(), [listRuns]);
  useOnReturn(listRuns);
}

/** What was deleted can be had back as long as the list is there to say so. */
function useRemovals(): void {
  const { finishRemovals } = useBench();
  useEffect(() => {
    const finish = () => void finishRemovals();
    window.addEventListener('pagehide', finish);
    return () => {
      window.removeEventListener('pagehide', finish);
      finish();
    };
  }, [finishRemovals]);
}

const parentOf = ({ origin }: Run, runs: readonly Run[]): Run | undefined =>
  origin.kind === 'continued' ? runs.find(({ id }) => id === origin.run) : undefined;

function Toolbar({ runs, baseline }: { runs: readonly Run[]; baseline: Run | undefined }) {
  const { words } = useSpeech();
  const hasDocument = useDocument() !== null;
  const [open, setOpen] = useState<'table' | 'sweep' | null>(null);
  const w = words.comparison;
  const close = (): void => setOpen(null);
  return (
    <div className="run-tools">
      {runs.length > 0 && (
        <button type="button" onClick={() => setOpen('table')}>
          {w.table.open}
        </button>
      )}
      <button type="button" disabled={!hasDocument} onClick={() => setOpen('sweep')}>
        {w.sweep.open}
      </button>
      {open === 'table' && <RunsTable runs={runs} baseline={baseline} close={close} />}
      {open === 'sweep' && <SweepDialog close={close} />}
    </div>
  );
}

/** The run that was deleted last, with the way back. */
function Taken() {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill } = speech;
  const { runs, leaving } = useStore(bench.runs);
  const last = runs.find(({ id }) => id === leaving.at(-1));
  const w = words.comparison;
  return (
    <div className="run-taken" role="status">
      {last && (
        <>
          <span>{fill(w.taken, { title: runTitle(last, speech) })}</span>
          <button type="button" onClick={bench.undoRemoval}>
            {words.header.undo}
          </button>
          <button type="button" className="plain" onClick={() => void bench.finishRemovals()}>
            {w.deleteNow}
          </button>
        </>
      )}
    </div>
  );
}

/** What the checkpoints take, and what happens when there is no more room. */
function Room() {
  const bench = useBench();
  const { words, fill, bytes, count } = useSpeech();
  const { runs, limit, unreadable, durable } = useStore(bench.runs);
  const used = runs.reduce((sum, { checkpointBytes }) => sum + checkpointBytes, 0);
  return (
    <>
      {limit > 0 && used > 0 && (
        <p className="about">{fill(words.runs.room, { used: bytes(used), limit: bytes(limit) })}</p>
      )}
      {durable !== null && (durable || runs.some(({ pinned }) => pinned)) && (
        <p className="about">{durable ? words.runs.durable : words.runs.notDurable}</p>
      )}
      {unreadable > 0 && <p className="about">{count(words.runs.unreadable, unreadable)}</p>}
    </>
  );
}
