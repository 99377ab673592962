/** Stages behind each other, of runs that are kept: towers that retrieve, and what orders the items they hand on. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { narrowed } from '../../../lab/funnel/cut-offs';
import { isRunning } from '../../../lab/phases';
import { usableRuns } from '../../../lab/runs/usable-runs';
import { Heading } from '../../controls/Heading';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { AskButton } from '../../controls/AskButton';
import { Found, SuppliedFound } from './Found';
import { PersonItems } from './PersonItems';
import { ReorderedFound } from './ReorderedFound';
import { ScoresStage } from './ScoresStage';
import { StageRows } from './StageRows';
import { stagesOf } from './stages';
import { TrainFunnel } from './TrainFunnel';
import { TriedTable } from './TriedTable';
import './funnel.css';

const RANKER = 'din';

export function FunnelRoom() {
  const bench = useBench();
  const { words, fill, number } = useSpeech();
  const w = words.funnel.panel;
  const summary = useData((data) => data.summary);
  const { runs, leaving } = useStore(bench.runs);
  const { stages: chosen, scores, reorder: wantedReorder, asking, tried } = useStore(bench.funnel);
  const usable = useMemo(() => usableRuns(runs, leaving, summary?.fingerprint), [runs, leaving, summary]);
  const wanted = stagesOf(chosen, usable);
  const found = tried.filter(({ data }) => data === summary?.fingerprint);
  const empty = <p className="waiting alone">{fill(w.empty, { ranker: words.presets[RANKER]!.title })}</p>;
  if (!summary) return empty;
  const train = <TrainFunnel schema={summary.schema} usable={usable} />;
  // In the same place as below: whoever waits there keeps the focus when the first model is there.
  if (usable.length === 0)
    return (
      <>
        {train}
        {empty}
      </>
    );
  const columns = summary.schema.scores?.map(({ name }) => name) ?? [];
  const stages = narrowed(wanted, summary.items);
  const most = stages.at(-1)!.keep;
  const reorder = wantedReorder && { ...wantedReorder, keep: Math.min(wantedReorder.keep, most) };
  const column = scores !== null && columns.includes(scores) ? scores : null;
  return (
    <>
      {train}
      <section className="figure funnel" aria-label={w.title}>
        <Heading title={w.title} />
        <p className="about">{fill(w.about, { items: number(summary.items) })}</p>
        <StageRows wanted={wanted} usable={usable} items={summary.items} fixed={asking} />
        <ScoresStage stages={stages} reorder={reorder} fixed={asking} />
        {columns.length > 0 && <Scores columns={columns} column={column} fixed={asking} />}
        <Ask busy={asking} ask={() => void bench.runFunnel(stages, column, reorder)} />
      </section>
      {found[0] && <Found found={found[0]} />}
      {found[0]?.reordered && <ReorderedFound reordered={found[0].reordered} n={found[0].stages.length + 1} />}
      {found[0]?.supplied && <SuppliedFound found={found[0]} supplied={found[0].supplied} />}
      {found.length > 0 && <TriedTable tried={found} />}
      <PersonItems key={summary.fingerprint} stages={stages} reorder={reorder} busy={asking} />
    </>
  );
}

/** Columns of the log with scores of a ranker that stands in no run. */
function Scores({ columns, column, fixed }: { columns: readonly string[]; column: string | null; fixed: boolean }) {
  const bench = useBench();
  const w = useSpeech().words.funnel.panel;
  return (
    <label className="row">
      <span>{w.scores}</span>
      <select
        value={column ?? ''}
        disabled={fixed}
        onChange={({ target }) => bench.chooseScores(target.value === '' ? null : target.value)}
      >
        <option value="">{w.noScores}</option>
        {columns.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Ask({ busy, ask }: { busy: boolean; ask(): void }) {
  const bench = useBench();
  const w = useSpeech().words.funnel.panel;
  const rests = useRun((run) => !isRunning(run.progress.phase));
  // Weights are read before the first user.
  const share = useRun(({ waiting }) => waiting.evaluation ?? waiting.import ?? null);
  return (
    <>
      <AskButton
        text={w.ask}
        waiting={w.running}
        busy={busy}
        share={share}
        disabled={!rests}
        ask={ask}
        cancel={() => void bench.cancelFunnel()}
      />
      {!rests && !busy && <p className="about">{w.whenAtRest}</p>}
    </>
  );
}
