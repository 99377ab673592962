/** A sweep on the page: its runs are trained one after the other, and what is left can be gone on with. */
import type { Schema } from '../../model/document/schema';
import type { Run } from '../runs/run';
import { summaryOf } from '../sweeps/summary';
import { cellsOf, documentAt, type Cell, type Document, type SweepPlan, type VaryFault } from '../sweeps/sweep';
import type { Bench } from './bench';
import { beginning } from './run-actions';
import { isResting, type RunState } from './run';
import { documentIn } from './runs-actions';

export function sweepActions(bench: Bench) {
  const { data, graph, run, runs } = bench;
  const schemaHere = (): Schema | undefined => data.getState().summary?.schema;

  /**
   * Resolves when the run that is about to begin has come to rest: true where it came to its end. Baselines of the run
   * before may come meanwhile.
   */
  const atRest = (): Promise<boolean> =>
    new Promise((resolve) => {
      let hasBegun = false;
      const look = ({ progress }: RunState): void => {
        hasBegun ||= !isResting(progress.phase);
        if (!hasBegun || !isResting(progress.phase)) return;
        end();
        resolve(progress.phase === 'done' && progress.ending !== 'stopped');
      };
      const end = run.subscribe(look);
    });

  /** One after the other, until one does not come to its end: stopped by a person, or failed. */
  async function train(plan: SweepPlan, base: Document, cells: readonly Cell[]): Promise<void> {
    runs.setState({ sweeping: plan.id });
    // What is under way would end in the middle of the first one's beginning.
    if (!isResting(run.getState().progress.phase)) await bench.tryAsk('stop', {});
    for (const cell of cells) {
      const schema = schemaHere();
      const varied = schema && documentAt(base, schema, plan.vary, cell);
      if (!varied?.ok || runs.getState().sweeping !== plan.id) break;
      const rest = atRest();
      const asked = await beginning(run, varied.document, () =>
        bench.tryAsk('start', { ...varied.document, sweep: { ...plan, value: cell.value } }),
      );
      if (!asked || !(await rest)) break;
    }
    runs.setState(({ sweeping }) => ({ sweeping: sweeping === plan.id ? null : sweeping }));
  }

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
        runs.setState({ sweeping: id });
        const rest = atRest();
        if (!(await bench.tryAsk('resume', {})) || !(await rest)) return runs.setState({ sweeping: null });
      }
      const { plan, rest } = summaryOf(ofSweep());
      await train(plan, documentIn(some), rest);
    },
    /** Ends the run under way; what is done of the sweep stays. */
    async cancelSweep(): Promise<void> {
      runs.setState({ sweeping: null });
      await bench.tryAsk('stop', {});
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
