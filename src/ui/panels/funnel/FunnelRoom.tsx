/** Stages behind each other, of runs that are kept: towers that retrieve, and what orders the items they hand on. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { narrowed } from '../../../lab/funnel/cut-offs';
import { isRunning } from '../../../lab/phases';
import { Heading } from '../../controls/Heading';
import { WaitBar } from '../../controls/WaitBar';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { Found } from './Found';
import { PersonItems } from './PersonItems';
import { StageRows } from './StageRows';
import { stagesOf, usableRuns } from './stages';
import { TriedTable } from './TriedTable';
import './funnel.css';

const RANKER = 'din';

export function FunnelRoom() {
  const bench = useBench();
  const { words, fill, number } = useSpeech();
  const w = words.funnel.panel;
  const summary = useData((data) => data.summary);
  const { runs, leaving } = useStore(bench.runs);
  const { stages: chosen, asking, tried } = useStore(bench.funnel);
  const usable = useMemo(() => usableRuns(runs, leaving, summary?.fingerprint), [runs, leaving, summary]);
  const wanted = stagesOf(chosen, usable);
  const found = tried.filter(({ data }) => data === summary?.fingerprint);
  if (!summary || usable.length === 0)
    return <p className="waiting alone">{fill(w.empty, { ranker: words.presets[RANKER]!.title })}</p>;
  return (
    <>
      <section className="figure funnel" aria-label={w.title}>
        <Heading title={w.title} />
        <p className="about">{fill(w.about, { items: number(summary.items) })}</p>
        <StageRows wanted={wanted} usable={usable} items={summary.items} fixed={asking} />
        <Ask busy={asking} ask={() => void bench.runFunnel(narrowed(wanted, summary.items))} />
      </section>
      {found[0] && <Found found={found[0]} />}
      {found.length > 0 && <TriedTable tried={found} />}
      <PersonItems key={summary.fingerprint} stages={narrowed(wanted, summary.items)} busy={asking} />
    </>
  );
}

function Ask({ busy, ask }: { busy: boolean; ask(): void }) {
  const bench = useBench();
  const { words } = useSpeech();
  const w = words.funnel.panel;
  const rests = useRun((run) => !isRunning(run.progress.phase));
  // Weights are read before the first user.
  const share = useRun(({ waiting }) => waiting.evaluation ?? waiting.import ?? null);
  if (busy) return <WaitBar text={w.running} share={share} cancel={() => void bench.cancelFunnel()} />;
  return (
    <>
      <button type="button" className="funnel-ask" disabled={!rests} onClick={ask}>
        {w.ask}
      </button>
      {!rests && <p className="about">{w.whenAtRest}</p>}
    </>
  );
}
