import { canContinue } from '../../lab/stores/can-continue';
import { transport } from '../../lab/stores/run';
import { forbids } from '../../model/nodes/stages';
import { useBench, useData, useDocument, useRun, useSpeech } from '../lab';
import { PaceChoice, StepsAtOnce } from './Pace';
import { useProblems } from '../problems';

/** Why the training cannot start, or null: a word of `transport.notReady`. */
export function useNotReady(): 'device' | 'data' | 'problems' | null {
  const device = useRun((run) => run.device);
  const problems = useProblems().filter(forbids).length;
  const hasData = useData((data) => data.summary !== null);
  const hasDocument = useDocument() !== null;
  if (!device || device.reason !== null) return 'device';
  if (!hasData || !hasDocument) return 'data';
  return problems > 0 ? 'problems' : null;
}

export function useCanContinue(): boolean {
  const document = useDocument();
  return useRun((run) => canContinue(run, document));
}

export function Transport() {
  const bench = useBench();
  const { words } = useSpeech();
  const phase = useRun((run) => run.progress.phase);
  const notReady = useNotReady();
  const continues = useCanContinue();
  const { main, mainEnabled, step, stop, anew } = transport(phase, notReady === null, continues);
  const reason = main === 'start' && notReady ? words.transport.notReady[notReady] : undefined;
  return (
    <div className="transport" role="group" aria-label={words.transport.label}>
      <button
        type="button"
        className="primary"
        data-coach="start"
        disabled={!mainEnabled}
        title={reason}
        onClick={({ detail }) => {
          // The second click of a double click would pause what the first has started.
          if (detail < 2) void bench[main]();
        }}
      >
        {words.transport[main]}
      </button>
      <button type="button" disabled={!step} title={words.transport.stepHint} onClick={() => void bench.step()}>
        {words.transport.step}
      </button>
      <StepsAtOnce />
      <button type="button" disabled={!stop} onClick={() => void bench.stop()}>
        {words.transport.stop}
      </button>
      {anew && (
        <button type="button" title={words.transport.anewHint} onClick={() => void bench.start()}>
          {words.transport.anew}
        </button>
      )}
      <PaceChoice />
    </div>
  );
}
