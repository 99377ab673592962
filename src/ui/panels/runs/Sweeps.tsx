/** The sweeps among the runs: how far each is, and what its runs say together. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { isRunning } from '../../../lab/phases';
import type { MeanInterval } from '../../../lab/evaluate/interval';
import type { Run } from '../../../lab/runs/run';
import { sweepsOf, type SweepRow, type SweepSummary } from '../../../lab/sweeps/summary';
import type { Watched } from '../../../lab/training/best-weights';
import { WATCHED_NAMES } from '../../../words/watched';
import { cellsOf } from '../../../lab/sweeps/sweep';
import type { Speech } from '../../../words/words';
import { useBench, useData, useRun, useSpeech } from '../../lab';
import { DIGITS, METRIC_IDS, METRICS } from '../../runs/metrics';
import { runTitle, variedName, variedValue } from '../../runs/title';

export function Sweeps({ runs }: { runs: readonly Run[] }) {
  const bench = useBench();
  const { queue } = useStore(bench.runs);
  const sweeps = useMemo(() => sweepsOf(runs), [runs]);
  return sweeps.map((sweep) => <Sweep key={sweep.plan.id} sweep={sweep} runs={runs} isOn={sweep.plan.id === queue} />);
}

function Sweep({ sweep, runs, isOn }: { sweep: SweepSummary; runs: readonly Run[]; isOn: boolean }) {
  const bench = useBench();
  const speech = useSpeech();
  const { words, fill, count, items } = speech;
  const busy = useRun((run) => isRunning(run.progress.phase));
  // While the page comes back, the run that it had is yet to be put on screen, over whatever began before.
  const isBack = useData((data) => data.summary !== null);
  const { plan, rows, rest, chosen } = sweep;
  const w = words.comparison.sweep;
  const run = runs.find(({ sweep: place }) => place?.id === plan.id)!;
  const inWords = (row: SweepRow): string =>
    plan.vary === null ? runTitle(run, speech) : variedValue(run.graph, plan.vary, row.value, speech);
  const over =
    plan.vary === null
      ? w.overSeeds
      : fill(w.over, {
          vary: variedName(run.graph, plan.vary, speech),
          values: items(rows.map((row) => inWords(row))),
        });
  const all = cellsOf(plan).length;
  return (
    <section className="sweep" aria-label={over}>
      <h2>{over}</h2>
      <SweepTable watched={sweep.watched} rows={rows} inWords={inWords} chosen={chosen} />
      <p className="about">{w.interval}</p>
      {chosen && <p className="about">{fill(w.chosen, { value: inWords(chosen) })}</p>}
      {rows.length > 1 && <p className="about">{w.rule}</p>}
      {(isOn || rest.length > 0) && (
        <div className="run-tools">
          <span role="status">{fill(w.progress, { done: all - rest.length, all })}</span>
          {isOn ? (
            <button type="button" onClick={() => void bench.cancelQueue()}>
              {w.cancel}
            </button>
          ) : (
            <button type="button" disabled={busy || !isBack} onClick={() => void bench.goOnSweeping(plan.id)}>
              {count(w.goOn, rest.length)}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function SweepTable({
  watched,
  rows,
  inWords,
  chosen,
}: {
  watched: Watched;
  rows: readonly SweepRow[];
  inWords(row: SweepRow): string;
  chosen: SweepRow | null;
}) {
  const speech = useSpeech();
  const { words, fill } = speech;
  const w = words.comparison;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={w.sweep.title}>
      <table className="amounts sweep-table">
        <thead>
          <tr>
            <th scope="col">{w.sweep.value}</th>
            <th scope="col" className="amount">
              {w.sweep.finished}
            </th>
            <th scope="col" className="amount">
              {fill(w.table.validation, { metric: WATCHED_NAMES[watched] })}
            </th>
            {METRIC_IDS.map((metric) => (
              <th key={metric} scope="col" className="amount">
                {fill(w.table.test, { metric: METRICS[metric] })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at} className={row === chosen ? 'chosen' : undefined}>
              <th scope="row" title={inWords(row)}>
                {inWords(row)}
              </th>
              <td className="amount">{row.runs.length}</td>
              <td className="amount">{meanInWords(row.validation, speech)}</td>
              {METRIC_IDS.map((metric) => (
                <td key={metric} className="amount">
                  {meanInWords(row.test(metric), speech)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function meanInWords(found: MeanInterval | null, { words, fill, number }: Speech): string {
  if (!found) return words.common.none;
  const mean = number(found.mean, DIGITS);
  return found.half === null ? mean : fill(words.comparison.sweep.mean, { mean, half: number(found.half, DIGITS) });
}
