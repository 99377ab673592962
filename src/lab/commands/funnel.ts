import type { Dataset } from '../../data/dataset';
import { command } from '../command';
import { LabError } from '../failure';
import { besideLast, type BesideLast } from '../funnel/beside-last';
import { Candidates } from '../funnel/candidates';
import { runFunnel, type Funnel } from '../funnel/funnel';
import { FunnelStage } from '../funnel/funnel-stage';
import type { KeptStage } from '../funnel/kept-stages';
import type { MergeRule } from '../funnel/merge';
import { Reordering } from '../funnel/reordering';
import { readScores } from '../funnel/scores-file';
import { Stage } from '../funnel/stage';
import type { LabHost } from '../host';
import { isRunning } from '../phases';
import { weightsOf, type WeightsAsked } from '../runs/asked-weights';
import { LiveModel } from '../training/live-model';
import type { ExportedFile } from '../transfer/exported-file';
import type { ImportStep } from '../transfer/import-weights';

/** `weight`: above 0, relative to those of the other sources; `byInterest`: see `StageOptions`. */
export type SourceAsked = WeightsAsked & { weight: number; byInterest: boolean };

/** One model, or several whose lists are merged by `rule`. */
export interface StageAsked {
  sources: readonly SourceAsked[];
  rule: MergeRule;
  keep: number;
}

/** A file with the scores of a ranker, which orders what the last stage hands on: see `scores-file.ts`. */
export interface ReorderAsked {
  file: Blob;
  name: string;
  keep: number;
}

export interface FunnelAsked {
  stages: readonly StageAsked[];
  reorder?: ReorderAsked | null;
  /** A column with the scores of a ranker, one of `scores` of the schema, to compare the stages with. */
  scores?: string | null;
  /** Whether it is told what the funnel saves beside its last stage alone, which no file of scores can be. */
  beside?: boolean;
  /** Whether what the last stage hands on is wanted as a file, for another ranker to score. */
  candidates?: boolean;
}

/**
 * `titles`: [stages][sources] what the runs, or the graphs of the files, are called. `besideLast`: where it was asked
 * for, and there are two stages and somebody to ask about. `candidates`: CSV of a user and an item in each line.
 */
export type FunnelFound = Funnel & { titles: string[][]; besideLast?: BesideLast; candidates?: ExportedFile };

/** Of the bar; the rest is the last stage alone. */
const FUNNEL_SHARE = 0.8;

declare module '../protocol' {
  interface Commands {
    /** The test part through stages behind each other; the first retrieves. */
    funnel: [FunnelAsked, FunnelFound];
  }
}

export default command('funnel', (host, asked) =>
  withStages(host, asked.stages, (built, titles, dataset) => {
    const { split, items } = dataset;
    const signal = host.waits.signal('evaluation');
    return host.waits.saying('evaluation', async (onProgress) => {
      const { scores = null, reorder = null } = asked;
      const reordering = await reorderingOf(reorder, dataset, signal);
      const beside = (asked.beside ?? false) && reordering === null;
      const candidates = asked.candidates ? new Candidates(dataset) : null;
      const { perUser: _, ...funnel } = await runFunnel(built, split.test, {
        signal,
        scores,
        reordering,
        handedOn: candidates?.add,
        onProgress: (share) => onProgress(beside ? FUNNEL_SHARE * share : share),
      });
      const besideLasts = beside
        ? await besideLast(built, split.test, items.length, {
            signal,
            onProgress: (share) => onProgress(FUNNEL_SHARE + (1 - FUNNEL_SHARE) * share),
          })
        : null;
      return {
        ...funnel,
        titles,
        ...(besideLasts ? { besideLast: besideLasts } : {}),
        ...(candidates ? { candidates: candidates.file } : {}),
      };
    });
  }),
);

/** @throws as `readScores` */
export const reorderingOf = async (
  reorder: ReorderAsked | null,
  dataset: Dataset,
  signal: AbortSignal,
): Promise<Reordering | null> =>
  reorder && new Reordering(await readScores(reorder.file, reorder.name, dataset, signal), reorder.keep);

/**
 * The stages with their weights. Those of stored runs are kept for the next question (see `KeptStages`).
 * @throws as `weightsOf`; LabError (training-not-at-rest)
 */
export function withStages<T>(
  host: LabHost,
  stages: readonly StageAsked[],
  use: (built: readonly FunnelStage[], titles: string[][], dataset: Dataset) => Promise<T>,
): Promise<T> {
  return host.importInTurn(async (step) => {
    const { dataset } = host.needData();
    if (isRunning(host.announcer.phase))
      throw new LabError('training-not-at-rest', 'a run is under way: pause or stop it first');
    // Of the run that rests, the weights as they are.
    await host.runner.training?.keep();
    const { asStages } = host.runner;
    const all = stages.flatMap(({ sources }) => sources);
    const keys = await Promise.all(all.map((asked) => keyOf(host, asked)));
    asStages.only(keys);
    try {
      const made: KeptStage[] = [];
      for (const [at, asked] of all.entries())
        made.push(
          await asStages.of(keys[at]!, () =>
            load(host, asked, dataset, (fraction) => step((at + fraction) / all.length)),
          ),
        );
      const bySource = stages.map(({ sources }) => sources.map(({ weight }) => ({ ...made.shift()!, weight })));
      const built = stages.map(({ rule, keep }, at) => new FunnelStage(bySource[at]!, keep, rule));
      const titles = bySource.map((sources) => sources.map(({ title }) => title));
      return await use(built, titles, dataset);
    } finally {
      // Of files, which are asked about once, the text would be kept too.
      asStages.only(keys.filter((_, at) => 'run' in all[at]!));
      asStages.dropIfLarge();
    }
  });
}

/** One that trained on is another one. @throws LabError (run-gone) */
async function keyOf({ keeper }: LabHost, asked: SourceAsked): Promise<string> {
  const of = 'run' in asked ? [asked.run, await keeper.stepOf(asked.run)] : [asked.json];
  return JSON.stringify([...of, asked.byInterest]);
}

/** @throws as `weightsOf` */
async function load(host: LabHost, asked: SourceAsked, dataset: Dataset, step: ImportStep): Promise<KeptStage> {
  const { title, graph, settings, values } = await weightsOf(host, asked, dataset, step);
  const model = new LiveModel(dataset, graph, settings);
  model.writeWeights(values);
  return { title, model, stage: new Stage(model.serving, { byInterest: asked.byInterest }) };
}
