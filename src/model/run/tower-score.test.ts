/** Two towers as features of a ranker: their score there, and what trains them. */
import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { encodeHistories } from '../../data/history';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice } from '../../engine/testing';
import { judge } from '../check/judge';
import type { Stage, TowerGraph } from '../document/graph';
import { schemaOf } from '../document/schema';
import { smallSettings } from '../harness/small-graph';
import { graphOf, servedScores, tinyDataset } from '../harness/tiny-log';
import { composeProgram } from '../torch/compose';
import type { ProgramOutput } from '../torch/packed';
import { programInput } from '../torch/program-input';
import { findTorch, runPython } from '../torch/run-python';
import { CandidateScorer } from './candidate-scorer';
import { CompiledGraph } from './compile';
import { addWeights, TrainStep } from './train-step';

onDevice();
const python = findTorch();

const dataset = tinyDataset();
const TABLES = { users: ['user id', 4], items: ['item id', 4] } as const;
type Nodes = Parameters<typeof graphOf>[1];
const TOWERS: Nodes = {
  user: ['fields', 'user', { tables: ['users'] }],
  'user-vector': ['concat', 'user'],
  'user-mlp': ['mlp', 'user', { widths: [5, 3] }],
  item: ['fields', 'item', { tables: ['items'] }],
  'item-vector': ['concat', 'item'],
  'item-mlp': ['mlp', 'item', { widths: [5, 3] }],
};
const WITHIN = [
  'user.fields > user-vector.parts',
  'user-vector.vector > user-mlp.vector',
  'item.fields > item-vector.parts',
  'item-vector.vector > item-mlp.vector',
];
const drawn = (kind: TowerGraph['kind'], nodes: Nodes, edges: string[]): TowerGraph => ({
  ...graphOf(TABLES, { ...TOWERS, ...nodes }, [...WITHIN, ...edges]),
  kind,
});
const LISTS = { candidates: 4 };

/** A network over vectors and score of the towers, which have a loss of their own. */
const ranker = drawn(
  'ranker',
  {
    score: ['tower-score', 'match', { score: 'cosine', temperature: 0.2 }],
    pair: ['interaction', 'match', { product: true }],
    all: ['concat', 'match'],
    mlp: ['mlp', 'match', { widths: [6], activation: 'tanh', lastLinear: false }],
    logit: ['logits', 'match'],
    loss: ['list-softmax', 'objective', LISTS],
    'tower-loss': ['list-softmax', 'objective', LISTS],
  },
  [
    'user-mlp.vector > score.user',
    'item-mlp.vector > score.item',
    'user-mlp.vector > pair.user',
    'item-mlp.vector > pair.item',
    'score.vector > all.parts',
    'pair.vector > all.parts',
    'all.vector > mlp.vector',
    'mlp.vector > logit.vector',
    'logit.logits > loss.logits',
    'score.logits > tower-loss.logits',
  ],
);

function begun(graph: TowerGraph, seed = 3) {
  const judgement = judge(graph, schemaOf(dataset));
  expect(judgement.problems).toEqual([]);
  const compiled = new CompiledGraph(judgement);
  const settings = smallSettings({ batch: 8, seed });
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  return { compiled, settings, weights };
}

describe('towers in a ranker', () => {
  it('score as they do where they retrieve, with the same weights', async () => {
    const params = { score: 'cosine', temperature: 0.2 };
    const both = ['user-mlp.vector > score.user', 'item-mlp.vector > score.item'];
    const retrieval = begun(
      drawn('retrieval', { score: ['match', 'match', params], loss: ['in-batch-softmax', 'objective'] }, [
        ...both,
        'score.pairing > loss.pairing',
      ]),
    );
    // The score is all that there is: it ranks.
    const alone = begun(
      drawn('ranker', { score: ['tower-score', 'match', params], loss: ['list-softmax', 'objective', LISTS] }, [
        ...both,
        'score.logits > loss.logits',
      ]),
      4,
    );
    for (const { path } of retrieval.compiled.weights) alone.weights.write(path, await retrieval.weights.read(path));
    const users = [5, 0, 7];
    const rows = {
      users: Uint32Array.from(users),
      events: Uint32Array.from(users, (user) => dataset.userStart[user]!),
      history: encodeHistories(
        dataset,
        users.map((user) => ({ user, history: 0, historyEvents: null })),
        0,
      ),
      windows: [],
    };
    const served = await servedScores(retrieval.compiled, dataset, retrieval.weights);
    const scorer = new CandidateScorer(alone.compiled, dataset, alone.weights);
    const items = [...dataset.items.keys()];
    const scores = await scorer.score(rows, Uint32Array.from(users.flatMap(() => items)));
    expect(new Set(scores).size).toBeGreaterThan(items.length);
    users.forEach((user, row) =>
      items.forEach((item) => {
        const [score, own] = [scores[row * items.length + item]!, served[user * items.length + item]!];
        expect(score).toBeCloseTo(own, 4);
      }),
    );
  });

  it('rank by the network above them, and each part learns by its own loss', async () => {
    const { compiled, settings, weights } = begun(ranker);
    expect(compiled.scoreOutput).toEqual({ node: 'logit', output: 'logits' });
    const batches = createBatches(dataset, { batch: 8, seed: 5, ...compiled.reads });
    /** Weights of the towers and of what is above them that five steps move. */
    const movedBy = async (stage: Pick<Stage, 'terms' | 'trainable'>): Promise<string[]> => {
      const before = await weights.readAll();
      const step = new TrainStep(compiled, dataset, weights, settings, { ...settings.stages[0]!, ...stage });
      for (let at = 0; at < 5; at++) step.run(batches.at(at));
      step.dispose();
      const after = await weights.readAll();
      const moved = [...before].filter(([path, own]) => own.some((x, at) => x !== after.get(path)![at]));
      return [...new Set(moved.map(([path]) => path.split('/')[0]!))].sort();
    };
    expect(await movedBy({ terms: ['tower-loss'], trainable: ['*'] })).toEqual(['item', 'table', 'user']);
    expect(await movedBy({ terms: ['loss'], trainable: ['match/*'] })).toEqual(['match']);
    expect(await movedBy({ terms: ['*'], trainable: ['*'] })).toEqual(['item', 'match', 'table', 'user']);
  });

  it.skipIf(!python && !process.env['CI'])('have both losses as PyTorch has them of the same batch', async () => {
    const { compiled, settings, weights } = begun(ranker);
    const batch = createBatches(dataset, { batch: 8, seed: 5, ...compiled.reads }).at(0);
    const fresh = new Map(
      await Promise.all(
        compiled.weights.map(async ({ path, shape }) => [path, { shape, values: await weights.read(path) }] as const),
      ),
    );
    const step = new TrainStep(compiled, dataset, weights, settings, settings.stages[0]!);
    step.run(batch);
    const { rows } = await step.ring.take();
    step.dispose();
    const { loss } = (await runPython(
      python ?? 'python3',
      composeProgram(ranker, schemaOf(dataset)),
      programInput({ graph: ranker, dataset, batch, seed: settings.seed, weights: fresh }),
    )) as ProgramOutput;
    expect(Math.abs(rows[0]![0]! / loss - 1)).toBeLessThan(1e-5);
    // Neither alone: of four candidates each is about log 4.
    expect(loss).toBeGreaterThan(1.5 * Math.log(4));
  });
});
