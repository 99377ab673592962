/** The runs that are kept in this browser, the newest first. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Run } from '../../../lab/runs/run';
import { useBench, useRun, useSpeech } from '../../lab';
import { RunEntry } from './RunEntry';
import './runs.css';

export function Runs() {
  const bench = useBench();
  const { words } = useSpeech();
  const { runs, elsewhere } = useStore(bench.runs);
  useListed();
  const onScreen = useRun((run) => run.id);
  // A run that never took a step is none, but for the one that is about to take its first.
  const shown = runs.filter(({ id, step }) => step > 0 || id === onScreen);
  return (
    <section className="runs" aria-label={words.tabs.label}>
      {shown.length === 0 ? (
        <p className="waiting alone">{words.runs.none}</p>
      ) : (
        <ol>
          {shown.map((run) => (
            <RunEntry
              key={run.id}
              run={run}
              parent={parentOf(run, runs)}
              onScreen={run.id === onScreen}
              elsewhere={elsewhere.includes(run.id)}
            />
          ))}
        </ol>
      )}
      <Room />
    </section>
  );
}

/** Other tabs train, open and remove runs too: the list is read anew whenever somebody comes to look at it. */
function useListed(): void {
  const { listRuns } = useBench();
  useEffect(() => {
    const list = () => void listRuns();
    list();
    window.addEventListener('focus', list);
    return () => window.removeEventListener('focus', list);
  }, [listRuns]);
}

const parentOf = ({ origin }: Run, runs: readonly Run[]): Run | undefined =>
  origin.kind === 'continued' ? runs.find(({ id }) => id === origin.run) : undefined;

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
