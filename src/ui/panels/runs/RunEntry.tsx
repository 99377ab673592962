/** A run in the list: what it was, how it ended, and what can be done with it. */
import { useEffect, useRef, useState } from 'react';
import { testedMetrics, type Run, type RunStatus } from '../../../lab/runs/run';
import type { Phase } from '../../../lab/progress';
import { isRunning } from '../../../lab/phases';
import { saveFile } from '../../controls/save-file';
import { WaitBar } from '../../controls/WaitBar';
import { useBench, useRun, useSpeech } from '../../lab';
import { useWorldName } from '../../names';
import { titleInWords } from '../../origin';
import { presetOf } from '../../../model/presets/presets';
import type { Speech } from '../../../words/words';

interface Props {
  run: Run;
  /** The run it was continued from, where that is still kept. */
  parent: Run | undefined;
  onScreen: boolean;
  /** Another tab has it open: here it can only be looked at. */
  elsewhere: boolean;
}

export function RunEntry({ run, parent, onScreen, elsewhere }: Props) {
  const bench = useBench();
  const { words, dateTime } = useSpeech();
  const worldName = useWorldName();
  const phase = useRun((state) => state.progress.phase);
  const busy = isRunning(phase);
  const [waits, setWaits] = useState<'open' | 'file' | null>(null);
  const waitFor = async (what: 'open' | 'file', asked: Promise<unknown>): Promise<void> => {
    setWaits(what);
    await asked;
    setWaits(null);
  };
  const status = onScreen ? statusNow(run.status, phase) : run.status;
  const w = words.runs;
  return (
    <li className="run-entry" aria-current={onScreen ? 'true' : undefined}>
      <Title run={run} fixed={elsewhere} />
      <p className="run-facts">
        <span className={`run-status ${status}`}>{w.status[status]}</span>
        <time dateTime={run.startedAt}>{dateTime(Date.parse(run.startedAt))}</time>
        <span>{worldName(run.data.name)}</span>
      </p>
      {elsewhere && <p className="run-facts">{w.elsewhere}</p>}
      <Figures run={run} />
      <Origin run={run} parent={parent} />
      <div className="run-tools">
        {onScreen ? (
          <span className="run-shown">{w.shown}</span>
        ) : (
          <button
            type="button"
            disabled={busy || waits !== null}
            onClick={() => void waitFor('open', bench.openRun(run.id))}
          >
            {w.open}
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
        <Remove
          run={run}
          disabled={elsewhere || (onScreen && (busy || phase === 'paused'))}
          why={elsewhere ? w.elsewhere : undefined}
        />
      </div>
      {waits !== null && (
        <WaitBar
          text={waits === 'open' ? w.opening : w.reading}
          share={null}
          cancel={() => void (waits === 'open' ? bench.cancelOpening() : bench.cancelExport(run.id))}
        />
      )}
    </li>
  );
}

/** Its own word is as old as its last checkpoint. */
const statusNow = (stored: RunStatus, phase: Phase): RunStatus =>
  phase === 'paused' ? 'paused' : isRunning(phase) ? 'running' : stored;

/** A run that nobody has named has the title of its preset, in the person's language. */
function titleOf({ title, graph }: Pick<Run, 'title' | 'graph'>, speech: Speech): string {
  const preset = presetOf(graph);
  return titleInWords(title, preset ? { preset, title: preset.title } : null, speech);
}

/** @param fixed it cannot be renamed */
function Title({ run, fixed }: { run: Run; fixed: boolean }) {
  const speech = useSpeech();
  const { words } = speech;
  const [renaming, setRenaming] = useState(false);
  if (renaming) return <Rename run={run} close={() => setRenaming(false)} />;
  return (
    <div className="run-title">
      <h2>{titleOf(run, speech)}</h2>
      <button type="button" className="quiet" disabled={fixed} onClick={() => setRenaming(true)}>
        {words.runs.rename}
      </button>
    </div>
  );
}

function Rename({ run, close }: { run: Run; close(): void }) {
  const bench = useBench();
  const { words } = useSpeech();
  const [draft, setDraft] = useState(run.title);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      className="run-rename"
      onSubmit={(event) => {
        event.preventDefault();
        const title = draft.trim();
        if (title !== '' && title !== run.title) void bench.renameRun(run.id, title);
        close();
      }}
    >
      <input
        ref={field}
        aria-label={words.runs.name}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          close();
        }}
      />
      <button type="submit">{words.runs.save}</button>
    </form>
  );
}

function Figures({ run }: { run: Run }) {
  const { words, number, count } = useSpeech();
  const metrics = testedMetrics(run);
  const shown = (['hr@10', 'ndcg@10'] as const).flatMap((name) => {
    const value = metrics[name];
    return value === undefined ? [] : [`${name.toUpperCase()} ${number(value, 3)}`];
  });
  return (
    <p className="run-facts">
      <span>{count(words.runs.steps, run.result?.steps ?? run.step)}</span>
      {shown.length > 0 && (
        <span className="run-figures">
          {words.runs.test} {shown.join(' · ')}
        </span>
      )}
      {run.step > 0 && run.checkpointBytes === 0 && <span>{words.runs.noCheckpoint}</span>}
    </p>
  );
}

function Origin({ run: { origin }, parent }: Pick<Props, 'run' | 'parent'>) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.runs;
  if (origin.kind === 'trained') return null;
  if (origin.kind === 'imported') return <p className="run-facts">{w.imported}</p>;
  return (
    <p className="run-facts">
      {parent
        ? fill(w.continued, { step: origin.step, title: titleOf(parent, speech) })
        : fill(w.continuedGone, { step: origin.step })}
    </p>
  );
}

/** Asks once more: what is deleted does not come back. */
function Remove({ run, disabled, why }: { run: Run; disabled: boolean; why: string | undefined }) {
  const { words } = useSpeech();
  const [asked, setAsked] = useState(false);
  if (asked) return <ConfirmRemove run={run} cancel={() => setAsked(false)} />;
  return (
    <button type="button" className="plain" disabled={disabled} title={why} onClick={() => setAsked(true)}>
      {words.runs.remove}
    </button>
  );
}

function ConfirmRemove({ run, cancel }: { run: Run; cancel(): void }) {
  const bench = useBench();
  const { words } = useSpeech();
  const safe = useRef<HTMLButtonElement>(null);
  useEffect(() => safe.current?.focus(), []);
  return (
    <>
      <button type="button" className="danger" onClick={() => void bench.removeRun(run.id)}>
        {words.runs.removeSure}
      </button>
      <button type="button" className="plain" ref={safe} onClick={cancel}>
        {words.common.cancel}
      </button>
    </>
  );
}
