/** A sweep on the page: its runs are trained one after the other, and what is left can be gone on with. */
import type { Schema } from '../../model/document/schema';
import type { Run } from '../runs/run';
import { summaryOf } from '../sweeps/summary';
import { cellsOf, documentAt, type Cell, type Document, type SweepPlan, type VaryFault } from '../sweeps/sweep';
import type { Bench } from './bench';
import type { RunQueue } from './run-queue';
import { documentIn } from './runs-actions';

export function sweepActions(bench: Bench, queue: RunQueue) {
  const { data, graph, run, runs } = bench;
  const schemaHere = (): Schema | undefined => data.getState().summary?.schema;

  const train = (plan: SweepPlan, base: Document, cells: readonly Cell[]): Promise<boolean> =>
    queue.trainAll(
      plan.id,
      cells.map((cell) => () => {
        const schema = schemaHere();
        const varied = schema && documentAt(base, schema, plan.vary, cell);
        return varied?.ok ? { ...varied.document, sweep: { ...plan, value: cell.value } } : null;
      }),
    );

  return {
    /** Trains the drawing over the plan. What is wrong with one of its values is said before anything is trained. */
    sweep(plan: Omit<SweepPlan, 'id'>): VaryFault | null {
      const base = graph.getState().document;
      const schema = schemaHere();
      if (!base || !schema) return null;
      const whole = { ...plan, id: crypto.randomUUID() };
      const fault = faultOf(base, schema, whole);
      if (!fault) void train(whole, base, cellsOf(whole));
      return fault;
    },
    /** What is left of a sweep, with the drawing and the data of its runs; the one that rests on screen goes on. */
    async goOnSweeping(id: string): Promise<void> {
      const ofSweep = (): Run[] => runs.getState().runs.filter(({ sweep }) => sweep?.id === id);
      const [some] = ofSweep();
      if (!some || !(await isReady(some))) return;
      const { id: onScreen, progress } = run.getState();
      if (progress.phase === 'paused' && ofSweep().some((own) => own.id === onScreen)) {
        if (!(await queue.goOn(id))) return;
      }
      const { plan, rest } = summaryOf(ofSweep());
      await train(plan, documentIn(some), rest);
    },
  };

  /** The data of a run is loaded, with the run on screen where it was not. */
  async function isReady({ id, data }: Run): Promise<boolean> {
    if (bench.data.getState().summary?.fingerprint === data.fingerprint) return true;
    const opened = await bench.tryAsk('openRun', { id });
    return opened !== null && opened.dataset?.fingerprint === data.fingerprint;
  }
}

export function faultOf(base: Document, schema: Schema, plan: SweepPlan): VaryFault | null {
  for (const cell of cellsOf(plan)) {
    const varied = documentAt(base, schema, plan.vary, cell);
    if (!varied.ok) return varied.fault;
  }
  return null;
}
