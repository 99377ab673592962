/** What can be done with a run of the list. */
import { useState } from 'react';
import { isRunning } from '../../../lab/phases';
import type { Phase } from '../../../lab/progress';
import type { Run } from '../../../lab/runs/run';
import { saveFile } from '../../controls/save-file';
import { WaitBar } from '../../controls/WaitBar';
import { useBench, useSpeech, useView } from '../../lab';

interface Props {
  run: Run;
  baseline: Run | undefined;
  /** Of the run on screen. */
  phase: Phase;
  onScreen: boolean;
  elsewhere: boolean;
}

export function RunTools({ run, baseline, phase, onScreen, elsewhere }: Props) {
  const bench = useBench();
  const { words } = useSpeech();
  const busy = isRunning(phase);
  const [waits, setWaits] = useState<'open' | 'file' | null>(null);
  const waitFor = async (what: 'open' | 'file', asked: Promise<unknown>): Promise<void> => {
    setWaits(what);
    await asked;
    setWaits(null);
  };
  const isHeld = busy || waits !== null;
  const w = words.runs;
  const c = words.comparison;
  return (
    <>
      <div className="run-tools">
        <Compare run={run} isBaseline={baseline?.id === run.id} onScreen={onScreen} />
      </div>
      <div className="run-tools">
        {onScreen ? (
          <span className="run-shown">{w.shown}</span>
        ) : (
          <button type="button" disabled={isHeld} onClick={() => void waitFor('open', bench.openRun(run.id))}>
            {w.open}
          </button>
        )}
        <button type="button" className="plain" title={c.drawingHint} onClick={() => bench.openDrawing(run.id)}>
          {c.drawing}
        </button>
        {!onScreen && (
          <button
            type="button"
            className="plain"
            disabled={isHeld || elsewhere || run.checkpointBytes === 0}
            title={c.goOnHint}
            onClick={() => void waitFor('open', bench.goOnWith(run.id))}
          >
            {c.goOn}
          </button>
        )}
        <button
          type="button"
          className="plain"
          aria-pressed={run.pinned}
          disabled={elsewhere}
          title={elsewhere ? w.elsewhere : w.pinHint}
          onClick={() => void bench.pinRun(run.id, !run.pinned)}
        >
          {run.pinned ? w.unpin : w.pin}
        </button>
        <button
          type="button"
          className="plain"
          disabled={waits !== null}
          onClick={() =>
            void waitFor(
              'file',
              bench.exportRun(run.id).then((file) => file && saveFile(file)),
            )
          }
        >
          {w.download}
        </button>
        <button
          type="button"
          className="plain"
          disabled={elsewhere || (onScreen && (busy || phase === 'paused'))}
          title={elsewhere ? w.elsewhere : undefined}
          onClick={() => void bench.takeAway(run.id)}
        >
          {w.remove}
        </button>
      </div>
      {waits !== null && (
        <WaitBar
          text={waits === 'open' ? w.opening : w.reading}
          share={null}
          cancel={() => void (waits === 'open' ? bench.cancelOpening() : bench.cancelExport(run.id))}
        />
      )}
    </>
  );
}

/** The run on screen and the baseline are in the charts anyway. */
function Compare({ run, isBaseline, onScreen }: { run: Run; isBaseline: boolean; onScreen: boolean }) {
  const bench = useBench();
  const { words } = useSpeech();
  const w = words.comparison;
  const overlaid = useView(({ comparison }) => comparison.overlaid.includes(run.id));
  return (
    <>
      <button
        type="button"
        className={isBaseline ? '' : 'plain'}
        aria-pressed={isBaseline}
        title={w.compareWithHint}
        onClick={() => bench.compareWith(isBaseline ? null : run.id)}
      >
        {isBaseline ? w.isBaseline : w.compareWith}
      </button>
      <label className="run-overlay">
        <input
          type="checkbox"
          checked={overlaid || isBaseline || onScreen}
          disabled={isBaseline || onScreen}
          onChange={(event) => bench.overlay(run.id, event.target.checked)}
        />
        {w.overlay}
      </label>
    </>
  );
}
