/** A run in the list: what it was, what has changed, how it ended, and how it stands beside the baseline. */
import { useEffect, useRef, useState } from 'react';
import { isRunning } from '../../../lab/phases';
import type { Phase } from '../../../lab/progress';
import { compareRuns } from '../../../lab/comparison/compare';
import { testedMetrics, type Run, type RunStatus } from '../../../lab/runs/run';
import { useBench, useRun, useSpeech } from '../../lab';
import { useWorldName } from '../../names';
import { differencesInWords } from '../../runs/differences';
import { Difference } from '../../runs/Difference';
import { DIGITS, METRIC_IDS, METRICS } from '../../runs/metrics';
import { RunMark } from '../../runs/RunMark';
import { runLabel, runTitle, sizeInWords } from '../../runs/title';
import { RunTools } from './RunTools';

interface Props {
  run: Run;
  /** The run it was continued from, where that is still kept. */
  parent: Run | undefined;
  /** What it is compared with; undefined where nothing is. */
  baseline: Run | undefined;
  onScreen: boolean;
  /** Another tab has it open: here it can only be looked at. */
  elsewhere: boolean;
}

export function RunEntry({ run, parent, baseline, onScreen, elsewhere }: Props) {
  const { words, dateTime } = useSpeech();
  const worldName = useWorldName();
  const phase = useRun((state) => state.progress.phase);
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
      <Changes run={run} baseline={baseline} />
      <Figures run={run} baseline={baseline} />
      <Costs run={run} />
      <Origin run={run} parent={parent} />
      <Note run={run} fixed={elsewhere} />
      <RunTools run={run} baseline={baseline} phase={phase} onScreen={onScreen} elsewhere={elsewhere} />
    </li>
  );
}

/** Its own word is as old as its last checkpoint. */
const statusNow = (stored: RunStatus, phase: Phase): RunStatus =>
  phase === 'paused' ? 'paused' : isRunning(phase) ? 'running' : stored;

/** @param fixed it cannot be renamed */
function Title({ run, fixed }: { run: Run; fixed: boolean }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words } = speech;
  const [renaming, setRenaming] = useState(false);
  if (renaming)
    return (
      <Line
        label={words.runs.name}
        text={run.title}
        save={(title) => title !== '' && void bench.renameRun(run.id, title)}
        close={() => setRenaming(false)}
      />
    );
  return (
    <div className="run-title">
      <RunMark id={run.id} />
      <h2>{runLabel(run, speech)}</h2>
      <button type="button" className="quiet" disabled={fixed} onClick={() => setRenaming(true)}>
        {words.runs.rename}
      </button>
    </div>
  );
}

function Note({ run, fixed }: { run: Run; fixed: boolean }) {
  const bench = useBench();
  const { words } = useSpeech();
  const w = words.comparison;
  const [writing, setWriting] = useState(false);
  if (writing)
    return (
      <Line
        label={w.noteOf}
        text={run.note}
        save={(note) => void bench.noteRun(run.id, note)}
        close={() => setWriting(false)}
      />
    );
  return (
    <p className="run-note">
      {run.note !== '' && <span>{run.note}</span>}
      <button type="button" className="quiet" disabled={fixed} onClick={() => setWriting(true)}>
        {run.note === '' ? w.addNote : w.editNote}
      </button>
    </p>
  );
}

/** A line of text that is edited in its place; Escape leaves it as it was. */
function Line({ label, text, save, close }: { label: string; text: string; save(text: string): void; close(): void }) {
  const { words } = useSpeech();
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      className="run-line"
      onSubmit={(event) => {
        event.preventDefault();
        const next = draft.trim();
        if (next !== text) save(next);
        close();
      }}
    >
      <input
        ref={field}
        aria-label={label}
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

function Changes({ run, baseline }: Pick<Props, 'run' | 'baseline'>) {
  const speech = useSpeech();
  const worldName = useWorldName();
  const { words, items } = speech;
  if (!baseline || baseline.id === run.id) return null;
  const changes = differencesInWords(compareRuns(baseline, run), speech, worldName);
  return <p className="run-changes">{changes.length > 0 ? items(changes) : words.differences.none}</p>;
}

function Figures({ run, baseline }: Pick<Props, 'run' | 'baseline'>) {
  const { words, number, count } = useSpeech();
  const other = baseline?.id === run.id ? undefined : baseline;
  const parts = [
    [words.comparison.validation, run.validation, other?.validation],
    [words.runs.test, testedMetrics(run), other && testedMetrics(other)],
  ] as const;
  return (
    <p className="run-facts">
      <span>{count(words.runs.steps, run.result?.steps ?? run.step)}</span>
      {parts.map(([part, own, base]) => {
        const shown = METRIC_IDS.filter((name) => own[name] !== undefined);
        return shown.length === 0 ? null : (
          <span key={part} className="run-figures">
            {part}
            {shown.map((name) => (
              <span key={name}>
                {` ${METRICS[name]} ${number(own[name]!, DIGITS)} `}
                {base?.[name] !== undefined && <Difference value={own[name]! - base[name]} digits={DIGITS} />}
              </span>
            ))}
          </span>
        );
      })}
      {run.step > 0 && run.checkpointBytes === 0 && <span>{words.runs.noCheckpoint}</span>}
    </p>
  );
}

function Costs({ run: { size, seconds } }: Pick<Props, 'run'>) {
  const speech = useSpeech();
  const { words, count, duration } = speech;
  if (!size && !seconds) return null;
  return (
    <p className="run-facts">
      {size && <span>{count(words.footer.parameters, size.parameters)}</span>}
      {size && (
        <span>
          {words.comparison.table.index} {sizeInWords('index', size.index, speech)}
        </span>
      )}
      {seconds ? <time dateTime={`PT${Math.round(seconds)}S`}>{duration(seconds)}</time> : null}
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
        ? fill(w.continued, { step: origin.step, title: runTitle(parent, speech) })
        : fill(w.continuedGone, { step: origin.step })}
    </p>
  );
}
