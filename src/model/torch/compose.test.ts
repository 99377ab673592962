import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBatches, type Batch } from '../../data/batches';
import { DEFAULT_PROTOCOL, type Dataset, type Field, type Shown } from '../../data/dataset';
import type { Device } from '../../engine/device';
import { streamOf, uniforms } from '../../engine/kernels/counter-uniform/reference';
import { WeightStore } from '../../engine/optimizers/weights';
import { onCpu, openPlainGpu, pipelinesIn } from '../../engine/testing';
import { judge } from '../check/judge';
import { CompiledGraph } from '../run/compile';
import { setParam } from '../document/graph-edits';
import type { Settings, TowerGraph } from '../document/graph';
import { preset, presets } from '../presets/presets';
import { schemaOf } from '../document/schema';
import { addWeights, TrainStep } from '../run/train-step';
import { composeProgram, twinOf } from './compose';
import { pack, unpack, type ProgramOutput } from './packed';
import { programInput } from './program-input';
import { findTorch, runPython } from './run-python';

const python = findTorch();
const SEED = 11;

/**
 * Users with 5 events each on 7 items, the last two of each held out, in sessions of one or two; item 6 is never
 * trained on.
 */
function smallDataset(users: number, withShown = false): Dataset {
  const [perUser, items] = [5, 7];
  const item = Uint32Array.from(
    { length: users * perUser },
    (_, at) => (Math.floor(at / perUser) * 2 + (at % perUser) * (1 + (Math.floor(at / perUser) % 3))) % (items - 1),
  );
  const train = Uint32Array.from({ length: users * perUser }, (_, at) => at).filter((at) => at % perUser < 3);
  const itemCounts = new Uint32Array(items);
  for (const at of train) itemCounts[item[at]!]!++;
  const field = (
    name: string,
    owner: Field['owner'],
    kind: Field['kind'],
    rows: number,
    ids: number[],
    weights: number[] | null = null,
    length = 1,
    vocabulary: string[] = [],
  ): Field => ({
    name,
    owner,
    kind,
    rows,
    vocabulary,
    length,
    ids: Uint32Array.from(ids),
    weights: weights && Float32Array.from(weights),
  });
  const range = (n: number) => Array.from({ length: n }, (_, i) => i);
  return {
    name: 'small',
    users: range(users).map((u) => `u${u}`),
    items: range(items).map((i) => `i${i}`),
    userTitles: [],
    itemTitles: [],
    itemNotes: [],
    events: {
      user: Uint32Array.from(item, (_, at) => Math.floor(at / perUser)),
      item,
      time: Float64Array.from(item, (_, at) => Math.floor(at / 2) * 86_400_000 + (at % 2) * 600_000),
      tieGroup: Uint32Array.from(item, (_, at) => at % perUser),
      session: null,
      weight: Float32Array.from(item, (_, at) => 1 + (at % 3) / 2),
      outcomes: null,
      line: Uint32Array.from(item, (_, at) => at + 2),
    },
    userStart: Uint32Array.from(range(users + 1), (u) => u * perUser),
    shown: withShown ? shownOf(users, perUser, items) : null,
    fields: [
      field(
        'user id',
        'user',
        'id',
        users + 2,
        range(users).map((u) => u + 2),
      ),
      field(
        'item id',
        'item',
        'id',
        items + 2,
        range(items).map((i) => i + 2),
      ),
      field(
        'segment',
        'user',
        'categorical',
        4,
        range(users).map((u) => 2 + (u % 2)),
        null,
        1,
        ['east', 'south'],
      ),
      field(
        'genres',
        'item',
        'bag',
        5,
        range(items).flatMap((i) => (i % 2 ? [2, 3] : [4, 0])),
        range(items).flatMap((i) => (i % 2 ? [0.5, 0.5] : [1, 0])),
        2,
        ['west', 'north', 'east'],
      ),
    ],
    hasTime: true,
    split: { train, validation: [], test: [], itemCounts, unseenTargets: 0 },
    protocol: DEFAULT_PROTOCOL,
    fingerprint: '',
  };
}

/** Two impressions that were not taken, for each user, before the first and the last event of his. */
function shownOf(users: number, perUser: number, items: number): Shown {
  const user = Uint32Array.from({ length: 2 * users }, (_, row) => row >> 1);
  return {
    user,
    item: user.map((of, row) => (3 * of + 2 * row + 1) % items),
    time: Float64Array.from(user, (of, row) => (((of + (row & 1)) * perUser) / 2) * 86_400_000 - 3_600_000),
    line: user.map((_, row) => row + 2),
    start: Uint32Array.from({ length: users + 1 }, (_, of) => 2 * of),
    part: new Uint8Array(2 * users),
    history: user.map((_, row) => (row & 1) * (perUser - 1)),
    columns: [],
  };
}

const SMALL = 6;
const dataset = smallDataset(SMALL);
const schema = schemaOf(dataset);
/** The preset with everything that can be learnt learnt, genres in the history and a weight on its objective. */
function richGraph(of = schema): TowerGraph {
  let graph = preset('two-tower').build(of, { width: 8 }).graph;
  for (const [node, name, value] of [
    ['user-mlp', 'activation', 'tanh'],
    ['item-mix', 'learnt', true],
    ['match', 'learnTemperature', true],
    ['softmax', 'weight', 2.5],
    ['history', 'length', 3],
    ['history-fields', 'length', 3],
    ['history-fields', 'dropout', 0],
    ['user-mlp', 'widths', [6, 24]],
    ['item-mlp', 'widths', [6, 24]],
    // Two fields in one node, looked up and pooled.
    ['history-fields', 'tables', ['genres', 'item-id']],
    ['item-fields', 'tables', ['genres', 'item-id']],
  ] as const) {
    graph = setParam(graph, node, name, value);
  }
  return graph;
}

/** What is drawn on a log of impressions. */
const SHOWN = 'pre-ranker of what was shown';

/** A preset, or with `CROSSED` a ranker that reads all there is of a pair. */
function drawn(id: string, of = schema): TowerGraph {
  if (id === 'two-tower') return richGraph(of);
  if (id === SHOWN) return preset('pre-ranker').build(of, { width: 16 }).graph;
  if (id !== CROSSED) return preset(id).build(of, { width: 16 }).graph;
  const graph = setParam(preset('din').build(of, { width: 16 }).graph, 'common', 'position', true);
  const params = { user: 'segment', item: 'genres' };
  return {
    ...graph,
    nodes: [...graph.nodes, { id: 'matches', block: 'field-match', side: 'match', params, at: [0, 0] }],
    edges: [...graph.edges, { from: { node: 'matches', output: 'vector' }, to: { node: 'all', input: 'parts' } }],
  };
}
const CROSSED = 'cross features';

let device: Device;
// Every preset whole, as a GPU without any limit raised would run it: what suits this adapter is held against plain
// tfjs by the bench.
const errors: string[] = [];
beforeAll(async () => {
  device = await openPlainGpu();
  device.onError((message) => errors.push(message));
});
afterEach(() => expect(errors.splice(0)).toEqual([]));
afterAll(() => device.close());

interface Weight {
  shape: readonly number[];
  values: Float32Array;
}
const drawWeights = (compiled: CompiledGraph): Map<string, Weight> =>
  new Map(
    compiled.weights.map(({ path, shape }) => [
      path,
      {
        shape,
        values: uniforms(
          SEED,
          0,
          streamOf('weights', path),
          shape.reduce((a, b) => a * b, 1),
        ).map((u) => u - 0.5),
      },
    ]),
  );

/**
 * A power of two: dividing a step by it is exact, and the step is so long that the weight it leaves from does not round
 * it.
 */
const RATE = 1024;

/** Loss and every gradient of a training step: plain descent leaves exactly the gradient behind. */
async function trainOnce(
  compiled: CompiledGraph,
  batch: Batch,
  weights: Map<string, Weight>,
  patterns: readonly string[],
  on = dataset,
) {
  const settings: Settings = {
    seed: SEED,
    batch: batch.size,
    clipNorm: null,
    tablePrecision: 'float32',
    schedule: { kind: 'constant', warmup: 0 },
    stages: [],
    optimizers: patterns.map((pattern) => ({ pattern, rule: 'sgd', learningRate: RATE, weightDecay: 0 })),
  };
  const store = new WeightStore();
  addWeights(store, compiled, settings);
  for (const [path, { values }] of weights) store.write(path, values);
  const step = new TrainStep(compiled, on, store, settings, {
    terms: ['*'],
    trainable: ['*'],
    until: { steps: 1 },
  });
  step.run(batch);
  const { rows } = await step.ring.take();
  const gradients = new Map<string, Float32Array>();
  for (const [path, { values }] of weights) {
    const after = await store.read(path);
    gradients.set(
      path,
      values.map((before, at) => (before - after[at]!) / RATE),
    );
  }
  step.dispose();
  store.dispose();
  return { loss: rows[0]![0]!, gradients };
}

const distance = (a: ArrayLike<number>, b: Float32Array): number => {
  const size = b.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const gap = b.reduce((most, x, at) => Math.max(most, Math.abs(x - (a[at] ?? NaN))), 0);
  return size === 0 ? gap : gap / size;
};

type Step = Awaited<ReturnType<typeof trainOnce>>;

function expectTwin({ loss, gradients }: Step, twin: ProgramOutput): void {
  expect(Math.abs(loss / twin.loss - 1)).toBeLessThan(1e-5);
  for (const [path, gradient] of gradients) {
    const expected = unpack(twin.gradients[path]!);
    // What is added to all scores of a softmax has no gradient, but for what sums round.
    const isZero = [gradient, expected].every((slopes) => slopes.every((slope) => Math.abs(slope) < 1e-7));
    if (!isZero) expect(distance(gradient, expected), path).toBeLessThan(1e-4);
  }
}

describe('composeProgram', () => {
  it.skipIf(!python && !process.env['CI'])(
    'agrees with the compiled graph on the loss and every gradient, padded batch included',
    async () => {
      const graph = richGraph();
      const compiled = new CompiledGraph(judge(graph, schema));
      const weights = drawWeights(compiled);
      const batches = createBatches(dataset, { batch: 10, historyLength: compiled.historyLength, seed: SEED });
      const batch = batches.at(batches.stepsPerEpoch - 1);
      expect(batch.real).toBe(9); // of 10: 18 events in two even batches

      const got = await trainOnce(compiled, batch, weights, ['*']);
      const twin = (await runPython(
        python!,
        composeProgram(graph, schema),
        programInput({ graph, dataset, batch, seed: SEED, weights }),
        ['--gradcheck'],
      )) as ProgramOutput;
      expect(Math.abs(got.loss / twin.loss - 1)).toBeLessThan(1e-5);
      expect(Object.keys(twin.gradients).sort()).toEqual([...got.gradients.keys()].sort());
      for (const [path, gradient] of got.gradients)
        expect(distance(gradient, unpack(twin.gradients[path]!)), path).toBeLessThan(1e-4);
      // Tables that learn by groups of their own lie apart: the same fields then come from several arenas.
      const apart = await trainOnce(compiled, batch, weights, [...graph.tables.map(({ id }) => `table/${id}`), '*']);
      expect(apart.loss).toBe(got.loss);
      for (const [path, gradient] of got.gradients)
        expect(distance(apart.gradients.get(path)!, gradient), path).toBeLessThan(1e-5);
      expect(twin.gradcheck).toBe(true);
      expect(Object.keys(twin.outputs).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    },
  );

  it.skipIf(!python && !process.env['CI']).each([...presets.keys(), CROSSED, SHOWN].filter((id) => id !== 'two-tower'))(
    'agrees with it for %s',
    async (id) => {
      const few = id === SHOWN ? smallDataset(SMALL, true) : dataset;
      const schemaOfFew = schemaOf(few);
      const graph = drawn(id, schemaOfFew);
      const compiled = new CompiledGraph(judge(graph, schemaOfFew));
      const weights = drawWeights(compiled);
      const batch = createBatches(few, { batch: 10, seed: SEED, ...compiled.reads }).at(0);
      const step = (): Promise<Step> => trainOnce(compiled, batch, weights, ['*'], few);
      const twin = (await runPython(
        python!,
        composeProgram(graph, schemaOfFew),
        programInput({ graph, dataset: few, batch, seed: SEED, weights }),
      )) as ProgramOutput;
      expectTwin(await step(), twin);
      expectTwin(await onCpu(step), twin);
    },
  );

  it.skipIf(!python && !process.env['CI']).each([...presets.keys(), CROSSED])(
    'agrees with it on a padded batch whose sums a GPU cuts into parts, for %s',
    async (id) => {
      const many = smallDataset(300);
      const schemaOfMany = schemaOf(many);
      const graph = drawn(id, schemaOfMany);
      const compiled = new CompiledGraph(judge(graph, schemaOfMany));
      const weights = drawWeights(compiled);
      // Of a ranker the pairs are many, not the rows.
      const [size, real] = compiled.isRanker ? [46, 45] : [520, 450];
      const batches = createBatches(many, { batch: size, seed: SEED, ...compiled.reads });
      const batch = batches.at(batches.stepsPerEpoch - 1);
      expect(batch.real).toBe(real);
      const step = (): Promise<Step> => trainOnce(compiled, batch, weights, ['*'], many);
      let got: Step = { loss: 0, gradients: new Map() };
      const kernels = await pipelinesIn(async () => (got = await step()));
      const cut = [
        ...(graph.nodes.some(({ block }) => block === 'in-batch-softmax') ? ['sampled softmax (combine)'] : []),
        // ELSA has no layer.
        ...(id === 'elsa' ? [] : ['linear (combine)']),
      ];
      expect([...kernels]).toEqual(expect.arrayContaining(cut));
      const twin = (await runPython(
        python!,
        composeProgram(graph, schemaOfMany),
        programInput({ graph, dataset: many, batch, seed: SEED, weights }),
      )) as ProgramOutput;
      expectTwin(got, twin);
      expectTwin(await onCpu(step), twin);
    },
  );

  it.skipIf(!python && !process.env['CI'])('names the weight that is missing', async () => {
    const graph = preset('two-tower').build(schema, { width: 8 }).graph;
    const compiled = new CompiledGraph(judge(graph, schema));
    const weights = drawWeights(compiled);
    weights.delete('table/item-id');
    const batch = createBatches(dataset, { batch: 4, historyLength: compiled.historyLength, seed: SEED }).at(0);
    await expect(
      runPython(python!, composeProgram(graph, schema), programInput({ graph, dataset, batch, seed: SEED, weights })),
    ).rejects.toThrow("missing: ['table/item-id'], unknown: []");
  });

  it('holds each block once, with its source as it stands in its folder, and the graph in readable Python', () => {
    const program = composeProgram(preset('two-tower').build(schema, { width: 8 }).graph, schema);
    expect(program.match(/^def block_mlp\(\):$/gm)).toHaveLength(1);
    for (const line of twinOf('mlp')
      .split('\n')
      .filter((text) => text.trim() !== ''))
      expect(program).toContain(`    ${line}`);
    expect(program).toContain('"lastLinear": True');
  });

  it('refuses a graph with problems', () => {
    expect(() => composeProgram({ ...richGraph(), edges: [] }, schema)).toThrow('first "missing-input" at node');
  });
});

describe('packed tensors', () => {
  it('keep every bit, also beyond one chunk', () => {
    const values = uniforms(1, 2, 3, 20_000);
    expect([...unpack(pack(values, [20_000]))]).toEqual([...values]);
    expect(pack(Float32Array.of(1), [1]).data).toBe('AACAPw==');
    expect(pack(Uint32Array.of(0xffffffff), [1])).toEqual({ shape: [1], dtype: 'u32', data: '/////w==' });
  });
});
