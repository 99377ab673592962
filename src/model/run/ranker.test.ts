import { describe, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import { encodeHistories } from '../../data/history';
import { WeightStore } from '../../engine/optimizers/weights';
import { countDispatches, dispatches } from '../../engine/run-kernel';
import { onDevice } from '../../engine/testing';
import { judge } from '../check/judge';
import { setParam } from '../document/graph-edits';
import type { TowerGraph } from '../document/graph';
import { schemaOf } from '../document/schema';
import { smallSettings } from '../harness/small-graph';
import { preset } from '../presets/presets';
import { graphOf, tinyDataset } from '../harness/tiny-log';
import { CompiledGraph } from './compile';
import { CandidateScorer } from './candidate-scorer';
import { addWeights, TrainStep } from './train-step';

onDevice();

const dataset = tinyDataset();
const EACH = 4;

/** Attention over the past, the product of two vectors and the shared genre, through an MLP. */
function rankerGraph(objective: 'pair-bce' | 'list-softmax' = 'list-softmax'): TowerGraph {
  const graph = graphOf(
    { items: ['item id', 4], users: ['user id', 4] },
    {
      history: ['history', 'user', { tables: ['items'], length: 5, dropout: 0 }],
      user: ['fields', 'user', { tables: ['users'] }],
      'user-vector': ['concat', 'user'],
      item: ['fields', 'item', { tables: ['items'] }],
      'item-vector': ['concat', 'item'],
      attention: ['target-attention', 'match', { hidden: 3 }],
      towers: ['interaction', 'match', { product: true }],
      common: ['pair-fields', 'match', { field: 'genre', length: 5 }],
      all: ['concat', 'match'],
      mlp: ['mlp', 'match', { widths: [6], activation: 'tanh', lastLinear: false }],
      score: ['logits', 'match'],
      loss: [objective, 'objective', { candidates: EACH }],
    },
    [
      'user.fields > user-vector.parts',
      'item.fields > item-vector.parts',
      'history.sequence > attention.sequence',
      'item-vector.vector > attention.item',
      'user-vector.vector > towers.user',
      'item-vector.vector > towers.item',
      'towers.vector > all.parts',
      'attention.vector > all.parts',
      'common.vector > all.parts',
      'all.vector > mlp.vector',
      'mlp.vector > score.vector',
      'score.logits > loss.logits',
    ],
  );
  return { ...graph, kind: 'ranker' };
}

function compiledOf(graph: TowerGraph, of: Dataset = dataset): CompiledGraph {
  const judgement = judge(graph, schemaOf(of));
  expect(judgement.problems).toEqual([]);
  return new CompiledGraph(judgement);
}

/** A ranker with fresh weights, and what trains it. */
function fresh(graph: TowerGraph) {
  const compiled = compiledOf(graph);
  const settings = smallSettings({ batch: 8 });
  const weights = new WeightStore();
  addWeights(weights, compiled, settings);
  const step = new TrainStep(compiled, dataset, weights, settings, settings.stages[0]!);
  const { historyLength, candidates } = compiled;
  return { compiled, weights, step, batches: createBatches(dataset, { batch: 8, historyLength, seed: 5, candidates }) };
}

/** A trained ranker, and its losses. */
async function trained(graph: TowerGraph, steps: number) {
  const { compiled, weights, step, batches } = fresh(graph);
  for (let at = 0; at < steps; at++) step.run(batches.at(at));
  const { rows } = await step.ring.take();
  step.dispose();
  return { compiled, weights, losses: rows.map(([loss]) => loss!) };
}

const rowsOf = (compiled: CompiledGraph, users: readonly number[], past = 3) => {
  const targets = users.map((user) => ({ user, history: past, historyEvents: null }));
  return {
    users: Uint32Array.from(users),
    events: Uint32Array.from(users, (user) => dataset.userStart[user]!),
    history: encodeHistories(dataset, targets, compiled.historyLength),
    windows: [],
  };
};
const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b) / numbers.length;

describe('a ranker', () => {
  it.each([
    ['list-softmax', Math.log(EACH)],
    ['pair-bce', Math.LN2],
  ] as const)('learns by %s, from about what chance gives, in recorded steps', async (objective, chance) => {
    const { losses } = await trained(rankerGraph(objective), 120);
    expect(losses[0]! / chance).toBeGreaterThan(0.6);
    expect(losses[0]! / chance).toBeLessThan(1.6);
    expect(mean(losses.slice(-20))).toBeLessThan(0.8 * mean(losses.slice(0, 10)));
  });

  it('has live values of its item side', async () => {
    const graph = rankerGraph();
    const gated = {
      ...graph,
      nodes: [...graph.nodes, { id: 'gate', block: 'senet', side: 'item', at: [0, 0], params: {} }],
      edges: [
        ...graph.edges.map((edge) =>
          edge.to.node === 'item-vector' ? { ...edge, from: { node: 'gate', output: 'fields' } } : edge,
        ),
        { from: { node: 'item', output: 'fields' }, to: { node: 'gate', input: 'fields' } },
      ],
    } as TowerGraph;
    const { weights, step, batches } = fresh(gated);
    step.run(batches.at(0), true);
    const { mean, spread } = (await step.probes!.read()).find(({ key }) => key === 'gate/gate')!;
    expect(mean).toHaveLength(1);
    expect(mean[0]).toBeGreaterThan(0);
    expect(spread[0]).toBeGreaterThanOrEqual(0);
    step.dispose();
    weights.dispose();
  });

  it('gives a pair the same score alone, beside other users, and among other candidates', async () => {
    const { compiled, weights } = await trained(rankerGraph(), 20);
    const scorer = new CandidateScorer(compiled, dataset, weights);
    const all = Uint32Array.from(dataset.items.keys());
    const together = await scorer.score(rowsOf(compiled, [3, 0, 7]), Uint32Array.from([...all, ...all, ...all]));
    expect(new Set(together).size).toBeGreaterThan(together.length / 2);
    const alone = await scorer.score(rowsOf(compiled, [7]), all.toReversed());
    alone.forEach((score, at) => expect(score).toBeCloseTo(together[2 * all.length + all.length - 1 - at]!, 5));
    const few = await scorer.score(rowsOf(compiled, [0, 3]), Uint32Array.of(5, 2, 4, 1));
    const own = [together[all.length + 5], together[all.length + 2], together[4], together[1]];
    own.forEach((score, at) => expect(few[at]).toBeCloseTo(score!, 5));
    scorer.dispose();
  });

  it.each(['din', 'fscd'])('%s scores the catalogue by kept items as it scores lists from their fields', async (id) => {
    const { graph, settings } = preset(id).build(schemaOf(dataset), { width: 16 });
    const compiled = compiledOf(graph);
    const weights = new WeightStore();
    addWeights(weights, compiled, settings);
    const step = new TrainStep(compiled, dataset, weights, { ...settings, batch: 16 }, settings.stages.at(-1)!);
    const batches = createBatches(dataset, { batch: 16, seed: 1, ...compiled.reads });
    const items = Uint32Array.from(dataset.items.keys());
    const users = rowsOf(compiled, [3, 0, 7], 4);
    const scorers = [
      { users: 8, each: items.length },
      { users: 4, each: 7 },
    ].map((size) => new CandidateScorer(compiled, dataset, weights, size));
    for (let at = 0; at < 20; at++) {
      step.run(batches.at(at));
      if (at % 10 !== 9) continue;
      const lists = await scorers[0]!.score(users, Uint32Array.from([...items, ...items, ...items]));
      expect(new Set(lists).size).toBeGreaterThan(lists.length / 2);
      for (const scorer of scorers) {
        scorer.keepItems();
        const all = await scorer.scoreAll(users);
        all.forEach((score, at) => expect(score).toBeCloseTo(lists[at]!, 5));
      }
    }
    step.dispose();
    for (const scorer of scorers) scorer.dispose();
    weights.dispose();
  });

  it('sees the past: another history is another score, and events after it change nothing', async () => {
    const { compiled, weights } = await trained(rankerGraph(), 20);
    const scorer = new CandidateScorer(compiled, dataset, weights);
    const items = Uint32Array.of(0, 1, 2, 3);
    const [short, long] = [
      await scorer.score(rowsOf(compiled, [2], 2), items),
      await scorer.score(rowsOf(compiled, [2], 4), items),
    ];
    expect(short).not.toEqual(long);
    const { events, userStart } = dataset;
    const item = events.item.slice();
    item[userStart[2]! + 4] = (item[userStart[2]! + 4]! + 1) % dataset.items.length;
    const other = new CandidateScorer(compiled, { ...dataset, events: { ...events, item } }, weights);
    expect(await other.score(rowsOf(compiled, [2], 4), items)).toEqual(long);
    scorer.dispose();
    other.dispose();
  });

  it('takes a step of the preset with 32 candidates in at most 160 dispatches, as many as with two', () => {
    const count = (candidates: number): number => {
      const { graph, settings } = preset('din').build(schemaOf(dataset), { width: 16 });
      const compiled = compiledOf(setParam(graph, 'softmax', 'candidates', candidates));
      const weights = new WeightStore();
      addWeights(weights, compiled, settings);
      const step = new TrainStep(compiled, dataset, weights, { ...settings, batch: 16 }, settings.stages.at(-1)!);
      countDispatches();
      const before = dispatches.count;
      step.run(createBatches(dataset, { batch: 16, seed: 1, ...compiled.reads }).at(0));
      const found = dispatches.count - before;
      step.dispose();
      weights.dispose();
      return found;
    };
    const many = count(32);
    expect(many).toBeGreaterThan(60);
    expect(many).toBeLessThanOrEqual(160);
    expect(count(2)).toBe(many);
  });

  it('refuses more users than a chunk holds, and lists of unequal lengths', async () => {
    const { compiled, weights } = await trained(rankerGraph(), 1);
    const scorer = new CandidateScorer(compiled, dataset, weights);
    const many = Array.from({ length: 9 }, (_, user) => user);
    await expect(scorer.score(rowsOf(compiled, many), new Uint32Array(9))).rejects.toThrow(
      'a chunk holds 8 users, got 9',
    );
    await expect(scorer.score(rowsOf(compiled, [1, 2]), new Uint32Array(3))).rejects.toThrow(
      '3 candidates for 2 users',
    );
    scorer.dispose();
  });
});
