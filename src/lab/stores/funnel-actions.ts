/** What a person does with stages behind each other. */
import type { StageChoice } from '../funnel/cut-offs';
import type { Bench } from './bench';
import { createFunnelStore, type Tried } from './funnel';

/** Cut-offs of one set of stages that stay listed. */
export const MOST_TRIED = 10;

export function funnelActions(bench: Bench) {
  const { data, runs } = bench;
  const funnel = createFunnelStore();

  /** A run that trained on is another stage. */
  const nameOf = (stages: readonly StageChoice[]): string => {
    const known = new Map(runs.getState().runs.map(({ id, step }) => [id, step]));
    return JSON.stringify(stages.map(({ run }) => [run, known.get(run) ?? null]));
  };

  return {
    funnel,
    chooseStages: (stages: readonly StageChoice[]): void => funnel.setState({ stages }),
    /** Runs the test users through the stages. What was found of other stages, or other data, goes. */
    async runFunnel(stages: readonly StageChoice[]): Promise<void> {
      const fingerprint = data.getState().summary?.fingerprint;
      if (fingerprint === undefined || funnel.getState().asking) return;
      funnel.setState({ asking: true });
      const found = await bench.tryAsk('funnel', { stages });
      funnel.setState(({ tried }) => {
        if (!found) return { asking: false };
        const of = nameOf(stages);
        const own = found.stages.map((stage, at) => ({ ...stage, run: stages[at]!.run }));
        const now: Tried = { ...found, stages: own, data: fingerprint, of };
        const same = tried.filter((one) => one.data === fingerprint && one.of === of && !isSame(one, now));
        return { asking: false, tried: [now, ...same].slice(0, MOST_TRIED) };
      });
    },
    /** Gives it up, whether the weights are still read or users are under way. */
    async cancelFunnel(): Promise<void> {
      await Promise.all([bench.tryAsk('cancel', { wait: 'import' }), bench.tryAsk('cancel', { wait: 'evaluation' })]);
    },
  };
}

/** Of the same stages: with the same cut-offs. */
const isSame = (a: Tried, b: Tried): boolean => a.stages.every(({ keep }, at) => keep === b.stages[at]!.keep);
