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
    return JSON.stringify(stages.map(({ sources }) => sources.map(({ run }) => [run, known.get(run) ?? null])));
  };

  return {
    funnel,
    chooseStages: (stages: readonly StageChoice[]): void => funnel.setState({ stages }),
    chooseScores: (scores: string | null): void => funnel.setState({ scores }),
    /**
     * Runs the test users through the stages. What was found of other runs, or other data, goes.
     * @param scores a column of the log to compare them with
     */
    async runFunnel(stages: readonly StageChoice[], scores: string | null = null): Promise<void> {
      const fingerprint = data.getState().summary?.fingerprint;
      if (fingerprint === undefined || funnel.getState().asking) return;
      funnel.setState({ asking: true });
      const found = await bench.tryAsk('funnel', { stages, scores });
      funnel.setState(({ tried }) => {
        if (!found) return { asking: false };
        const of = nameOf(stages);
        const now: Tried = { ...found, chosen: stages, data: fingerprint, of };
        const same = tried.filter((one) => one.data === fingerprint && one.of === of && !isSame(one, now));
        return { asking: false, tried: [now, ...same].slice(0, MOST_TRIED) };
      });
    },
    /** Follows the items of a user, by row, through the stages. */
    async followPerson(stages: readonly StageChoice[], user: number): Promise<void> {
      const fingerprint = data.getState().summary?.fingerprint;
      if (fingerprint === undefined || funnel.getState().following) return;
      funnel.setState({ following: true });
      const found = await bench.tryAsk('funnelPerson', { stages, user });
      funnel.setState({ following: false, ...(found ? { person: { ...found, data: fingerprint } } : {}) });
    },
    /** Gives it up, whether the weights are still read or users are under way. */
    async cancelFunnel(): Promise<void> {
      await Promise.all([bench.tryAsk('cancel', { wait: 'import' }), bench.tryAsk('cancel', { wait: 'evaluation' })]);
    },
  };
}

/** Of the same runs: with the same cut-offs and weights. */
const isSame = (a: Tried, b: Tried): boolean => JSON.stringify(a.chosen) === JSON.stringify(b.chosen);
