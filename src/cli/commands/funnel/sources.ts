/** What the stages of `funnel` name: weights files, and presets, of which each is trained once. */
import { existsSync, statSync } from 'node:fs';
import type { SourceAsked, StageAsked } from '../../../lab/commands/funnel';
import { LabRefusal } from '../../../lab/failure';
import { doneIn, trainEach, type WantedRun } from '../../several-runs';
import type { Run } from '../../../lab/runs/run';
import { presets } from '../../../model/presets/presets';
import { problemSentence } from '../../../words/sentences';
import type { Flags } from '../../flags';
import type { Opened } from '../../headless';
import type { LoadedData } from '../../load';
import { hasCheckpoint } from '../../run-folder';
import { speech } from '../../speech';
import { say } from '../../terminal';
import { chooseDocument, warningsOf } from '../../training';
import { UsageError } from '../../usage-error';
import { weightsFile } from '../../weights-file';
import type { FunnelFlags, NamedStage } from './command';

export type Source = { name: string; weight: number } & ({ preset: string } | { json: string; givenAs: string });
/** A named stage whose files are read. */
export interface ReadStage {
  sources: readonly Source[];
  keep: number;
}

/** @throws UsageError of a name that is neither, and of a file that cannot be read */
export const readStages = (stages: readonly NamedStage[]): Promise<ReadStage[]> =>
  Promise.all(stages.map(async ({ sources, keep }) => ({ keep, sources: await Promise.all(sources.map(readSource)) })));

/** A file goes before a preset of its name. */
async function readSource({ name, weight }: NamedStage['sources'][number]): Promise<Source> {
  if (presets.has(name) && !isFile(name)) return { name, weight, preset: name };
  // What has a dot or a slash is meant as a file.
  if (/^[\w-]+$/.test(name) && !existsSync(name))
    throw new UsageError(
      `--stages: "${name}" is neither a file nor a preset; the presets are ${[...presets.keys()].join(', ')}`,
    );
  return { name, weight, ...(await weightsFile('--stages', name)) };
}

const isFile = (path: string): boolean => existsSync(path) && !statSync(path).isDirectory();

export const presetsIn = (stages: readonly ReadStage[]): string[] => [
  ...new Set(stages.flatMap(({ sources }) => sources.flatMap((source) => ('preset' in source ? source.preset : [])))),
];

/** What is named twice in vain: weights anywhere, which add nothing to their own list, a preset in one stage. */
export function sameSources(stages: readonly ReadStage[]): string[] {
  const all = stages.flatMap(({ sources }, stage) =>
    sources.map((source) => ({
      of: 'preset' in source ? `${source.preset} of stage ${stage}` : source.json,
      name: `"${source.name}" in stage ${stage + 1}`,
    })),
  );
  return all.flatMap(({ of, name }, at) => {
    const first = all.findIndex((one) => one.of === of);
    return first === at ? [] : [`--stages: the same weights stand twice, ${all[first]!.name} and ${name}`];
  });
}

/**
 * Trains what is not trained yet. Whatever can be wrong with presets and files on this data is said before.
 * @param scores of a ranker behind the stages: read here too, which costs little beside a training in vain
 * @returns runs by preset; null where the training was ended
 * @throws UsageError; LabRefusal of weights, or scores, that the data cannot have
 */
export async function trainPresets(
  opened: Opened,
  { stages, scores }: { stages: readonly ReadStage[]; scores: File | null },
  dataset: LoadedData,
  flags: Flags,
): Promise<ReadonlyMap<string, Run> | null> {
  const { lab } = opened;
  const ids = presetsIn(stages);
  if (ids.length === 0) return new Map();
  const wanted: WantedRun[] = [];
  for (const id of ids) {
    const { graph, settings } = await chooseDocument(lab, dataset, { ...flags, preset: id });
    await lab.ask('checkRun', { graph, settings }).catch(ofPreset(id));
    for (const line of warningsOf(graph, settings, dataset)) say(`${id}: ${line}`);
    wanted.push({ name: id, graph, settings });
  }
  for (const source of stages.flatMap(({ sources }) => sources))
    if ('json' in source) await lab.ask('checkWeights', { weights: source });
  if (scores) await lab.ask('checkScoresFile', { file: scores, name: scores.name });
  const folder = flags['run-dir'];
  // Of one whose weights were written into a file there is no checkpoint any more.
  const known = doneIn(flags, dataset).filter(({ id }) => folder !== undefined && hasCheckpoint(folder, id));
  const runs = await trainEach(opened, wanted, known, flags);
  return runs && new Map(ids.map((id, at) => [id, runs[at]!]));
}

/** @throws UsageError naming the preset whose document has a problem */
const ofPreset =
  (id: string) =>
  (error: unknown): never => {
    const [problem] = error instanceof LabRefusal ? (error.failure.problems ?? []) : [];
    throw problem ? new UsageError(`--stages: the preset "${id}": ${problemSentence(problem, speech)}`) : error;
  };

/** As the lab is asked for them. @param runs by preset */
export const askedOf = (
  stages: readonly ReadStage[],
  runs: ReadonlyMap<string, Run>,
  { merge, byInterest }: Pick<FunnelFlags, 'merge' | 'byInterest'>,
): StageAsked[] =>
  stages.map(({ sources, keep }) => ({
    sources: sources.map((source): SourceAsked => ({
      ...('preset' in source ? { run: runs.get(source.preset)!.id } : { json: source.json, givenAs: source.givenAs }),
      weight: source.weight,
      byInterest,
    })),
    rule: merge,
    keep,
  }));

/** 'mind+two-tower=50,pre-ranker=10', as a person would name them. */
export const textOfStages = (stages: readonly ReadStage[]): string =>
  stages.map(({ sources, keep }) => `${sources.map(({ name }) => name).join('+')}=${keep}`).join(',');
