/**
 * A preset on a data set of the lab's own, ready to be trained by anyone: data, batches, and the weights all of them
 * start from.
 */
import { createBatches } from '../../data/batches';
import { buildDataset } from '../../data/build-dataset';
import { type Dataset, DEFAULT_PROTOCOL } from '../../data/dataset';
import { worldById } from '../../data/worlds/worlds';
import { judge } from '../../model/check/judge';
import { CompiledGraph } from '../../model/run/compile';
import type { GraphNode, Settings, TowerGraph } from '../../model/document/graph';
import { initialise } from '../../model/run/initialise';
import { preset } from '../../model/presets/presets';
import { schemaOf } from '../../model/document/schema';
import type { Trainable } from '../implementations/implementation';
import { sizeOf, type Weight } from '../reference-model/problem';

export interface PresetSetting {
  preset: string;
  batch: number;
  events: number;
  seed: number;
  /** Events of each window of the past, whatever the preset reads of it: steps are compared at one length. 50. */
  past?: number;
  /** Items of a row that a ranker scores in training; null = as many as the preset says. */
  candidates?: number | null;
}

export interface PresetProblem extends Trainable {
  setting: PresetSetting;
  graph: TowerGraph;
  /** What Tower Lab's own initialisation gives, by path. */
  weights(): ReadonlyMap<string, Weight>;
}

/** Fields of every owner and kind, histories with times, and titles. */
const WORLD = 'bookshop';

export function presetDataset({ events, seed }: Pick<PresetSetting, 'events' | 'seed'>): Promise<Dataset> {
  const { log, items, users, roles } = worldById(WORLD).generate({ events, seed });
  return buildDataset({
    name: WORLD,
    log,
    items,
    users,
    roles,
    protocol: DEFAULT_PROTOCOL,
    seed,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  }).then(({ dataset }) => dataset);
}

const PAST = 50;
const WINDOWS = ['history', 'short-term', 'long-term'];
const withPast =
  (length: number) =>
  (node: GraphNode): GraphNode =>
    WINDOWS.includes(node.block) ? { ...node, params: { ...node.params, length } } : node;

const withCandidates =
  (candidates: number | null) =>
  (node: GraphNode): GraphNode =>
    candidates !== null && 'candidates' in node.params ? { ...node, params: { ...node.params, candidates } } : node;

/**
 * The preset as it comes, but for the batch, the seed, the length of the past and the candidates.
 * @throws for an unknown preset
 */
export function createPresetProblem(dataset: Dataset, setting: PresetSetting): PresetProblem {
  const { graph: drawn, settings } = preset(setting.preset).build(schemaOf(dataset));
  const nodes = drawn.nodes.map(withPast(setting.past ?? PAST)).map(withCandidates(setting.candidates ?? null));
  const graph = { ...drawn, nodes };
  const problem = trainable(dataset, { graph, settings }, setting);
  return {
    ...problem,
    setting,
    graph,
    weights: () =>
      new Map(
        problem.compiled.weights.map(({ path, shape, init }) => [
          path,
          { shape, values: initialise(path, sizeOf(shape), init, setting.seed) },
        ]),
      ),
  };
}

/** A document on a data set, but for the batch and the seed. */
export function trainable(
  dataset: Dataset,
  { graph, settings }: { graph: TowerGraph; settings: Settings },
  { batch, seed }: Pick<PresetSetting, 'batch' | 'seed'>,
): Trainable {
  const compiled = new CompiledGraph(judge(graph, schemaOf(dataset)));
  return {
    dataset,
    compiled,
    settings: { ...settings, batch, seed },
    batches: createBatches(dataset, { batch, seed, ...compiled.reads }),
  };
}

/** The learning rate of all weights. @throws where settings ask for more than Adam at one rate, as no preset does */
export function plainRate({ optimizers, clipNorm, schedule }: Settings): number {
  const [learningRate, ...others] = new Set(optimizers.map((group) => group.learningRate));
  const isAdam = optimizers.every(({ rule, weightDecay }) => rule.endsWith('adam') && weightDecay === 0);
  const isSteady = schedule.kind === 'constant' && schedule.warmup === 0 && clipNorm === null;
  if (learningRate === undefined || others.length > 0 || !isAdam || !isSteady)
    throw new Error('beside Tower Lab there is Adam alone, at one learning rate, and nothing is clipped');
  return learningRate;
}
