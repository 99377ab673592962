/**
 * Two heads over one pair of towers: objectives that weigh the rows of a batch each its own way, weights of objectives
 * that are learnt, and one list by both.
 */
import { describe, expect, it } from 'vitest';
import { createBatches, type Batch } from '../../data/batches';
import { FIRST_VALUE, type Field } from '../../data/dataset';
import { rowWeights } from '../../data/weight-formula/row-weights';
import { streamOf, uniforms } from '../../engine/kernels/counter-uniform/reference';
import { WeightStore } from '../../engine/optimizers/weights';
import { onDevice, relativeError } from '../../engine/testing';
import { judge } from '../check/judge';
import type { Json, TowerGraph } from '../document/graph';
import { setParam } from '../document/graph-edits';
import { schemaOf } from '../document/schema';
import { withOutcomes } from '../harness/outcomes';
import { smallDataset, smallGraph, smallSettings } from '../harness/small-graph';
import { servedScores } from '../harness/tiny-log';
import { CompiledGraph } from '../run/compile';
import { addWeights, TrainStep } from '../run/train-step';
import { composeProgram } from '../torch/compose';
import { unpack, type ProgramOutput } from '../torch/packed';
import { programInput } from '../torch/program-input';
import { findTorch, runPython } from '../torch/run-python';

onDevice();
const python = findTorch();
const [SEED, BATCH] = [11, 19];
const small = withOutcomes(smallDataset());
const BIDS = Float32Array.from(small.items, (_, item) => 0.5 + (item % 6));
const bids: Field = {
  name: 'bid',
  owner: 'item',
  kind: 'numeric',
  rows: FIRST_VALUE + 1,
  vocabulary: ['*'],
  length: 1,
  ids: new Uint32Array(small.items.length).fill(FIRST_VALUE),
  weights: null,
  numbers: BIDS,
};
const dataset = { ...small, fields: [...small.fields, bids] };
const schema = schemaOf(dataset);
const FORMULAS = { softmax: 'kind == "buy"', 'stay-loss': 'log1p(dwell)' };

/**
 * The head of `smallGraph`, which learns what is bought, and a narrower one for how long people stay; joined, and
 * weighed by the bid.
 */
function heads(
  change: { learn?: boolean; formulas?: boolean; joint?: Record<string, Json>; exponent?: number } = {},
): TowerGraph {
  const { learn = false, formulas = true, joint = { first: 0.5, second: 2, product: 0.25 }, exponent = 0 } = change;
  const graph = smallGraph();
  const ownParams = (id: keyof typeof FORMULAS) => ({
    learnWeight: learn,
    ...(formulas ? { rowFormula: FORMULAS[id] } : {}),
  });
  const edge = (from: string, to: string): TowerGraph['edges'][number] => {
    const [[node = '', output = ''], [target = '', input = '']] = [from.split('.'), to.split('.')];
    return { from: { node, output }, to: { node: target, input } };
  };
  const at: [number, number] = [0, 0];
  return {
    ...graph,
    nodes: [
      ...graph.nodes.map((node) =>
        node.id === 'softmax' ? { ...node, params: { ...node.params, ...ownParams('softmax'), weight: 0.5 } } : node,
      ),
      { id: 'user-stay', block: 'mlp', side: 'user', params: { widths: [3], lastLinear: true }, at },
      { id: 'item-stay', block: 'mlp', side: 'item', params: { widths: [3], lastLinear: true }, at },
      { id: 'stay', block: 'match', side: 'match', params: { score: 'inner', temperature: 1 }, at },
      { id: 'stay-loss', block: 'in-batch-softmax', side: 'objective', params: ownParams('stay-loss'), at },
      { id: 'joint', block: 'joint-match', side: 'match', params: joint, at },
      { id: 'worth', block: 'business-weight', side: 'match', params: { field: 'bid', exponent }, at },
    ],
    edges: [
      ...graph.edges,
      edge('user-mlp.vector', 'user-stay.vector'),
      edge('item-mlp.vector', 'item-stay.vector'),
      edge('user-stay.vector', 'stay.user'),
      edge('item-stay.vector', 'stay.item'),
      edge('stay.pairing', 'stay-loss.pairing'),
      edge('match.pairing', 'joint.first'),
      edge('stay.pairing', 'joint.second'),
      edge('joint.pairing', 'worth.pairing'),
    ],
  };
}

const compile = (graph: TowerGraph, data = dataset) => new CompiledGraph(judge(graph, schemaOf(data)));
type Start = ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>;
/** The same for a weight of the same path and size, whatever the graph. */
const startOf = ({ weights }: CompiledGraph): Start =>
  new Map(
    weights.map(({ path, shape }) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return [path, { shape, values: uniforms(SEED, 0, streamOf('weights', path), size).map((u) => u - 0.5) }];
    }),
  );
const batches = createBatches(dataset, { batch: BATCH, historyLength: compile(heads()).historyLength, seed: SEED });

/** One step that only descends: losses by column, live values by name, gradients by path. */
async function step(graph: TowerGraph, batch: Batch, { data = dataset, start = startOf(compile(graph, data)) } = {}) {
  // A power of two: dividing a step by it is exact.
  const rate = 1024;
  const compiled = compile(graph, data);
  const settings = smallSettings({
    seed: SEED,
    batch: BATCH,
    optimizers: [{ pattern: '*', rule: 'sgd', learningRate: rate, weightDecay: 0 }],
  });
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  for (const [path, { values }] of start) store.write(path, values);
  const training = new TrainStep(compiled, data, store, settings, settings.stages[0]!);
  training.run(batch, true);
  const { rows } = await training.ring.take();
  const probes = new Map((await training.probes!.read()).map(({ key, mean }) => [key, [...mean]]));
  const losses = Object.fromEntries(training.columns.map((name, at) => [name, rows[0]![at]!]));
  const gradients = new Map<string, Float32Array>();
  for (const [path, { values }] of start) {
    const after = await store.read(path);
    gradients.set(
      path,
      values.map((before, at) => (before - after[at]!) / rate),
    );
  }
  training.dispose();
  store.dispose();
  return { losses, probes, gradients };
}

describe('rows by formulas of objectives', () => {
  it('give each the loss it would have on data that weigh so, from the same batch', async () => {
    const batch = batches.at(1);
    const { losses } = await step(heads(), batch);
    for (const [id, formula] of Object.entries(FORMULAS)) {
      const weight = rowWeights(dataset, formula);
      const weighed = { ...dataset, events: { ...dataset.events, weight } };
      const own = createBatches(weighed, { batch: BATCH, historyLength: batches.at(0).history.length, seed: SEED });
      const alone = await step(heads({ formulas: false }), own.at(1), { data: weighed });
      expect(losses[id]).toBeCloseTo(alone.losses[id]!, 5);
      expect(losses[id]).not.toBeCloseTo((await step(heads({ formulas: false }), batch)).losses[id]!, 2);
    }
  });

  it('of every new batch, also in a recorded step', async () => {
    const compiled = compile(heads());
    const settings = smallSettings({
      batch: BATCH,
      optimizers: [{ pattern: '*', rule: 'sgd', learningRate: 2 ** -40, weightDecay: 0 }],
    });
    const store = new WeightStore();
    addWeights(store, compiled, settings);
    for (const [path, { values }] of startOf(compiled)) store.write(path, values);
    const training = new TrainStep(compiled, dataset, store, settings, settings.stages[0]!);
    for (const at of [0, 1, 2]) training.run(batches.at(at));
    const { rows } = await training.ring.take();
    for (const at of [0, 1, 2]) {
      const { losses } = await step(heads(), batches.at(at));
      training.columns.forEach((name, column) => expect(rows[at]![column]).toBeCloseTo(losses[name]!, 5));
    }
    training.dispose();
    store.dispose();
  });
});

describe('weights of objectives that are learnt', () => {
  const graph = heads({ learn: true });
  const at = (s: Record<string, number>): Start =>
    new Map(
      [...startOf(compile(graph))].map(([path, own]) => {
        const value = s[path.split('/')[1]!];
        return [path, path.endsWith('logVariance') ? { ...own, values: Float32Array.of(value!) } : own];
      }),
    );

  // With s = log 4 a loss L counts L / 4 + log(4) / 2, and the slope in s is 1 / 2 - L / 4; times the set weight.
  it('by the uncertainty of a softmax: weight x (exp(-s) L + s / 2), worked by hand', async () => {
    const { losses, probes, gradients } = await step(graph, batches.at(0), {
      start: at({ softmax: Math.log(4), 'stay-loss': 0 }),
    });
    const [bought, stayed] = [losses['softmax']!, losses['stay-loss']!];
    expect(Math.min(bought, stayed)).toBeGreaterThan(1);
    expect(losses['loss']).toBeCloseTo(0.5 * (bought / 4 + Math.log(4) / 2) + stayed, 4);
    expect(gradients.get('objective/softmax/logVariance')![0]).toBeCloseTo(0.5 * (0.5 - bought / 4), 4);
    expect(gradients.get('objective/stay-loss/logVariance')![0]).toBeCloseTo(0.5 - stayed, 4);
    expect(probes.get('softmax/learntWeight')).toEqual([expect.closeTo(0.25, 6)]);
    expect(probes.get('stay-loss/learntWeight')).toEqual([expect.closeTo(1, 6)]);
  });

  it('come to rest at exp(-s) = 1 / (2 L), where each term pulls by half the gradient of its log', async () => {
    const { losses, gradients: plain } = await step(heads(), batches.at(0));
    const rest = { softmax: Math.log(2 * losses['softmax']!), 'stay-loss': Math.log(2 * losses['stay-loss']!) };
    const { gradients } = await step(graph, batches.at(0), { start: at(rest) });
    for (const id of Object.keys(rest)) expect(gradients.get(`objective/${id}/logVariance`)![0]).toBeCloseTo(0, 5);
    // Only the second head's: the first one's reach the towers too.
    const wanted = plain.get('user/user-stay/layer1/kernel')!.map((slope) => slope / (2 * losses['stay-loss']!));
    expect(relativeError(gradients.get('user/user-stay/layer1/kernel')!, wanted)).toBeLessThan(1e-4);
  });

  it('begin at the set weight, and are no weights of objectives that do not learn one', async () => {
    const fresh = compile(graph).weights.filter(({ path }) => path.endsWith('logVariance'));
    expect(fresh.map(({ path, shape, init }) => [path, shape, init])).toEqual(
      ['softmax', 'stay-loss'].map((id) => [`objective/${id}/logVariance`, [1], { kind: 'constant', value: 0 }]),
    );
    expect(judge(graph, schema).costs.parameters).toBe(judge(heads(), schema).costs.parameters + 2);
    expect(compile(heads()).weights.filter(({ path }) => path.endsWith('logVariance'))).toEqual([]);
    const start = at({ softmax: 0, 'stay-loss': 0 });
    const [learnt, set] = [await step(graph, batches.at(0), { start }), await step(heads(), batches.at(0))];
    expect(learnt.losses['loss']).toBeCloseTo(set.losses['loss']!, 5);
  });
});

describe('one list by both', () => {
  it('is served by a s1 + b s2 + c s1 s2 of what each head serves alone, and the log of a bid', async () => {
    const scoresOf = async (joint: Record<string, Json>, exponent = 0): Promise<Float32Array> => {
      const compiled = compile(heads({ joint, exponent }));
      const store = new WeightStore();
      addWeights(store, compiled, smallSettings());
      for (const [path, { values }] of startOf(compiled)) store.write(path, values);
      const scores = await servedScores(compiled, dataset, store, 2);
      store.dispose();
      return scores;
    };
    const bought = await scoresOf({ first: 1, second: 0 });
    const stayed = await scoresOf({ first: 0, second: 1 });
    expect(bought).toHaveLength(dataset.users.length * dataset.items.length);
    for (const [first, second, product] of [
      [1, 1, 0],
      [0.5, 2, 0.25],
      [2, -1, 0],
    ] as const) {
      const wanted = bought.map((s1, at) => first * s1 + second * stayed[at]! + product * s1 * stayed[at]!);
      expect(relativeError(await scoresOf({ first, second, product }), wanted)).toBeLessThan(1e-5);
    }
    const worth = bought.map((s1, at) => s1 + stayed[at]! + 2 * Math.log(BIDS[at % BIDS.length]!));
    expect(relativeError(await scoresOf({ first: 1, second: 1 }, 2), worth)).toBeLessThan(1e-5);
    expect(compile(heads()).indexWidth).toBe(4 + 3 + 12 + 1);
  });

  it('may be learnt as a whole, too', () => {
    const graph = heads();
    const joined = {
      ...graph,
      edges: graph.edges.map((edge) =>
        edge.to.node === 'stay-loss' ? { ...edge, from: { node: 'joint', output: 'pairing' } } : edge,
      ),
    };
    expect(judge(setParam(joined, 'joint', 'product', 0), schema).problems).toEqual([]);
  });
});

it.skipIf(!python && !process.env['CI'])(
  'all of it agrees with PyTorch: terms, the loss, every gradient, what serves; and with finite differences',
  async () => {
    const graph = heads({ learn: true, exponent: 1.5 });
    const compiled = compile(graph);
    const start = startOf(compiled);
    const batch = batches.at(batches.stepsPerEpoch - 1);
    const { losses, gradients } = await step(graph, batch, { start });
    const twin = (await runPython(
      python!,
      composeProgram(graph, schema),
      programInput({ graph, dataset, batch, seed: SEED, weights: start }),
      ['--gradcheck'],
    )) as ProgramOutput;
    expect(Math.abs(losses['loss']! / twin.loss - 1)).toBeLessThan(1e-4);
    for (const id of compiled.objectives)
      expect(losses[id]! / unpack(twin.outputs[id]!['loss']!['values']!)[0]!).toBeCloseTo(1, 4);
    for (const [path, gradient] of gradients) {
      const expected = unpack(twin.gradients[path]!);
      const size = Math.max(...expected.map(Math.abs));
      // A bias of items moves every score of an inner product alike: its gradient is 0.
      gradient.forEach((x, at) => expect(Math.abs(x - expected[at]!), path).toBeLessThan(2e-4 * size + 1e-7));
    }
    expect(twin.outputs['worth']!['pairing']!['item']!.shape).toEqual([BATCH, 20]);
    expect(twin.gradcheck).toBe(true);
  },
  120_000,
);
