/** What a person does with stages behind each other. */
import type { StageChoice } from '../funnel/cut-offs';
import { stagesOfRuns, standardFunnel } from '../funnel/standard';
import { plainFailure } from '../failure';
import { usableRuns } from '../runs/usable-runs';
import type { ExportedFile } from '../transfer/exported-file';
import type { Bench } from './bench';
import { createFunnelStore, type ReorderChoice, type Tried } from './funnel';
import { funnelModels, type FunnelModel } from './funnel-models';
import { trainsAlike } from './graph';
import type { RunQueue } from './run-queue';
import { FUNNEL } from './runs';

/** Cut-offs of one set of stages that stay listed. */
export const MOST_TRIED = 10;

export function funnelActions(bench: Bench, queue: RunQueue) {
  const { data, run, runs, view } = bench;
  const funnel = createFunnelStore();

  /** A run that trained on is another stage, and a file that has changed another file. */
  const nameOf = (stages: readonly StageChoice[], reorder: ReorderChoice | null): string => {
    const known = new Map(runs.getState().runs.map(({ id, step }) => [id, step]));
    const file = reorder && [reorder.file.name, reorder.file.size, reorder.file.lastModified];
    return JSON.stringify([stages.map(({ sources }) => sources.map(({ run }) => [run, known.get(run) ?? null])), file]);
  };

  /**
   * Runs the test users through the stages. What was found of other runs, or other data, goes.
   * @param scores a column of the log to compare them with
   * @param reorder orders what the last of them hands on
   */
  async function runFunnel(
    stages: readonly StageChoice[],
    scores: string | null = null,
    reorder: ReorderChoice | null = null,
  ): Promise<void> {
    const fingerprint = data.getState().summary?.fingerprint;
    if (fingerprint === undefined || funnel.getState().asking) return;
    funnel.setState({ asking: true });
    const found = await bench.tryAsk('funnel', { stages, scores, reorder: askedOf(reorder) });
    funnel.setState(({ tried }) => {
      if (!found) return { asking: false };
      const of = nameOf(stages, reorder);
      const now: Tried = { ...found, chosen: stages, data: fingerprint, of };
      const same = tried.filter((one) => one.data === fingerprint && one.of === of && !isSame(one, now));
      return { asking: false, tried: [now, ...same].slice(0, MOST_TRIED) };
    });
  }

  /** Trains what the standard funnel lacks on this data, then runs the test users through it. */
  async function trainFunnel(): Promise<void> {
    const { summary } = data.getState();
    if (!summary) return;
    const { schema, fingerprint } = summary;
    const { funnelUntil: until } = view.getState();
    const models = (): FunnelModel[] => {
      const { runs: all, leaving } = runs.getState();
      return funnelModels(schema, until, usableRuns(all, leaving, fingerprint));
    };
    const missing = (): FunnelModel[] => models().filter((model) => model.run === null);
    const { progress, trained } = run.getState();
    const rests = progress.phase === 'paused' && missing().some(({ document }) => trainsAlike(trained, document));
    if (rests && !(await queue.goOn(FUNNEL))) return;
    const isHere = (): boolean => data.getState().summary?.fingerprint === fingerprint;
    const left = missing();
    const asked = left.map((model) => () => (isHere() ? model.document : null));
    if (left.length > 0 && !(await queue.trainAll(FUNNEL, asked))) return;
    const there = models();
    // Where the browser has no room for the weights of all, some are gone by now.
    const gone = there.find((model) => model.run === null);
    if (gone) {
      run.setState({ failure: plainFailure('run-without-weights', {}, { title: gone.document.graph.title }) });
      return;
    }
    const stages = stagesOfRuns(
      standardFunnel(schema),
      (preset) => there.find((model) => model.preset === preset)!.run!.id,
    );
    funnel.setState({ stages });
    await runFunnel(stages);
  }

  return {
    funnel,
    runFunnel,
    trainFunnel,
    chooseStages: (stages: readonly StageChoice[]): void => funnel.setState({ stages }),
    chooseScores: (scores: string | null): void => funnel.setState({ scores }),
    chooseReorder: (reorder: ReorderChoice | null): void => funnel.setState({ reorder }),
    /** What the last stage hands on, as a file for another ranker to score; null where it is given up. */
    async candidatesOf(stages: readonly StageChoice[]): Promise<ExportedFile | null> {
      if (funnel.getState().asking) return null;
      funnel.setState({ asking: true });
      const found = await bench.tryAsk('funnel', { stages, candidates: true });
      funnel.setState({ asking: false });
      return found?.candidates ?? null;
    },
    /** Follows the items of a user, by row, through the stages. */
    async followPerson(
      stages: readonly StageChoice[],
      user: number,
      reorder: ReorderChoice | null = null,
    ): Promise<void> {
      const fingerprint = data.getState().summary?.fingerprint;
      if (fingerprint === undefined || funnel.getState().following) return;
      funnel.setState({ following: true });
      const found = await bench.tryAsk('funnelPerson', { stages, user, reorder: askedOf(reorder) });
      funnel.setState({ following: false, ...(found ? { person: { ...found, data: fingerprint } } : {}) });
    },
    /** Gives it up, whether the weights are still read or users are under way. */
    async cancelFunnel(): Promise<void> {
      await Promise.all([bench.tryAsk('cancel', { wait: 'import' }), bench.tryAsk('cancel', { wait: 'evaluation' })]);
    },
  };
}

const askedOf = (reorder: ReorderChoice | null) => reorder && { ...reorder, name: reorder.file.name };

/** Of the same runs: with the same cut-offs and weights. */
const isSame = (a: Tried, b: Tried): boolean =>
  JSON.stringify(a.chosen) === JSON.stringify(b.chosen) && a.reordered?.keep === b.reordered?.keep;
