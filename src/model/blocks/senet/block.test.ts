import { describe, expect, it } from 'vitest';
import { createBatches } from '../../../data/batches';
import type { FieldSpec } from '../../../data/dataset';
import { streamOf } from '../../../engine/kernels/counter-uniform/reference';
import { WeightStore } from '../../../engine/optimizers/weights';
import { numbers, onDevice, relativeError } from '../../../engine/testing';
import * as tf from '../../../engine/tf';
import { judge } from '../../check/judge';
import { contextOf } from '../../run/abilities/abilities';
import { NOTHING_HELD } from '../../run/abilities/held';
import { CompiledGraph } from '../../run/compile';
import type { TowerGraph } from '../../document/graph';
import { initialise } from '../../run/initialise';
import { withDefaults, type ParamValues } from '../../document/params';
import { drawTowers, fieldsOf, type Channels } from '../../presets/drawing/towers';
import { preset } from '../../presets/presets';
import { schemaOf, type Schema } from '../../document/schema';
import { smallDataset, smallSettings } from '../../harness/small-graph';
import { addWeights, TrainStep } from '../../run/train-step';
import { harnessContext } from '../../harness/context';
import senet from './block';
import forward from './forward';

onDevice();
type Params = ParamValues<typeof senet.params>;
const typeOf = (count: number, width: number) =>
  ({ kind: 'fields', names: Array.from({ length: count }, (_, at) => `${at}`), width }) as const;
const run = (
  values: tf.Tensor3D,
  weights: Record<string, tf.Tensor>,
  params: Partial<Params>,
  probed?: (name: string, x: tf.Tensor) => void,
) =>
  forward(
    { fields: { type: typeOf(values.shape[1], values.shape[2]), values } },
    weights,
    withDefaults(senet.params, params),
    harnessContext({ training: true, probed }),
  );
/** As a fresh block has them. */
const fresh = (count: number, params: Partial<Params>): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(senet.weights({ fields: typeOf(count, 4) }, withDefaults(senet.params, params))).map(
      ([name, { shape, init }]) => [
        name,
        tf.tensor(
          initialise(
            name,
            shape.reduce((a, b) => a * b, 1),
            init,
            3,
          ),
          [...shape],
        ),
      ],
    ),
  );

describe('the SE gate', () => {
  // Means 2 and 4; the hidden unit is 2 - 4/4 + .5 = 1.5; the logits are ln 3 and 0.
  const fields = () =>
    tf.tensor3d([
      [
        [1, 3],
        [2, 6],
      ],
    ]);
  const weights = () => ({
    'layer1/kernel': tf.tensor2d([[1], [-0.25]]),
    'layer1/bias': tf.tensor1d([0.5]),
    'layer2/kernel': tf.tensor2d([[1, 0]]),
    'layer2/bias': tf.tensor1d([Math.log(3) - 1.5, 0]),
  });
  it.each<[Params['gate'], boolean, number[]]>([
    ['2sigmoid', false, [1.5, 4.5, 2, 6]],
    ['sigmoid', false, [0.75, 2.25, 1, 3]],
    ['softmax', false, [0.75, 2.25, 0.5, 1.5]],
    ['relu', false, [Math.log(3), 3 * Math.log(3), 0, 0]],
    ['sigmoid', true, [1.75, 5.25, 3, 9]],
  ])('%s, skip %j, weighs the fields as by hand', async (gate, skip, expected) => {
    const got = await run(fields(), weights(), { gate, skip }).fields.values.data();
    expected.forEach((value, at) => expect(got[at]).toBeCloseTo(value, 5));
  });

  it('summarises by mean and maximum: 1 x 4 + 10 x 6', async () => {
    const looking = {
      ...weights(),
      'layer1/kernel': tf.tensor2d([[0], [1], [0], [10]]),
      'layer1/bias': tf.tensor1d([0]),
      'layer2/bias': tf.tensor1d([0, 0]),
    };
    expect((await run(fields(), looking, { gate: 'relu', squeeze: 'mean+max' }).gate.values.data())[0]).toBeCloseTo(
      64,
      4,
    );
  });

  it('looks at all numbers themselves, without a hidden layer: sigmoid(W [1 3 2 6] + b)', async () => {
    const looking = {
      'layer2/kernel': tf.tensor2d([
        [1, 0],
        [0, 0.5],
        [-0.5, 0],
        [0, -0.25],
      ]),
      'layer2/bias': tf.tensor1d([Math.log(3), 0]),
    };
    const got = await run(fields(), looking, { gate: 'sigmoid', squeeze: 'all' }).fields.values.data();
    // The logits are 1 - 1 + ln 3 and 1.5 - 1.5.
    [0.75, 2.25, 1, 3].forEach((value, at) => expect(got[at]).toBeCloseTo(value, 5));
    const weightsOf = senet.weights({ fields: typeOf(2, 2) }, withDefaults(senet.params, { squeeze: 'all' }));
    expect(Object.entries(weightsOf).map(([name, { shape }]) => [name, shape])).toEqual([
      ['layer2/kernel', [4, 2]],
      ['layer2/bias', [2]],
    ]);
  });

  it('publishes the gate of every field for every row, and what it leaves of the length of its embedding', async () => {
    const seen = new Map<string, tf.Tensor>();
    const { gate } = run(fields(), weights(), {}, (name, x) => seen.set(name, x));
    expect([...seen.keys()]).toEqual(['gate', 'length']);
    expect(seen.get('gate')).toBe(gate.values);
    expect(gate.values.shape).toEqual([1, 2]);
    const lengths = await seen.get('length')!.data();
    [1.5 * Math.sqrt(10), Math.sqrt(40)].forEach((length, at) => expect(lengths[at]).toBeCloseTo(length, 4));
  });

  it('has a hidden unit for every r fields, and at least one', () => {
    const hidden = (count: number, reduction: number) =>
      senet.weights({ fields: typeOf(count, 4) }, withDefaults(senet.params, { reduction }))['layer1/kernel']!.shape;
    expect([hidden(6, 3), hidden(7, 3), hidden(6, 16), hidden(1, 1)]).toEqual([
      [6, 2],
      [7, 2],
      [6, 1],
      [1, 1],
    ]);
    // Mean and maximum of 6 fields of width 4: 48; 2 hidden units: 2 x (2 x 12 + 2); 6 gates: 6 x (2 x 2 + 2); the
    // product: 24.
    expect(senet.cost({ fields: typeOf(6, 4) }, withDefaults(senet.params, { squeeze: 'mean+max' }))).toEqual({
      flops: 48 + 52 + 36 + 24,
    });
  });

  it('takes a single field: a softmax leaves it as it is', async () => {
    const x = numbers(12);
    const one = {
      'layer1/kernel': tf.tensor2d([[2]]),
      'layer1/bias': tf.tensor1d([1]),
      'layer2/kernel': tf.tensor2d([[3]]),
      'layer2/bias': tf.tensor1d([0.3]),
    };
    expect(
      relativeError(await run(tf.tensor3d(x, [3, 1, 4]), one, { gate: 'softmax' }).fields.values.data(), x),
    ).toBeLessThan(1e-6);
  });
});

describe('at its start', () => {
  const GATES = ['2sigmoid', 'relu', 'sigmoid', 'softmax'] as const;
  it.each([
    ['2sigmoid', 'mean'],
    ['2sigmoid', 'mean+max'],
    ['relu', 'mean'],
  ] as const)('%s over %s hands on the bits', async (gate, squeeze) => {
    const x = numbers(20 * 5 * 4);
    expect(
      await run(tf.tensor3d(x, [20, 5, 4]), fresh(5, { gate, squeeze }), { gate, squeeze }).fields.values.data(),
    ).toEqual(x);
  });

  it('leaves the vectors of both towers what they are without it, bit for bit', async () => {
    const field = (name: string, owner: 'user' | 'item', kind: FieldSpec['kind'] = 'categorical'): FieldSpec => ({
      name,
      owner,
      kind,
      rows: 10,
      length: 1,
    });
    const schema: Schema = {
      fields: [
        field('user id', 'user', 'id'),
        field('segment', 'user'),
        field('item id', 'item', 'id'),
        field('genre', 'item'),
        field('year', 'item'),
      ],
      users: 8,
      items: 8,
      events: 8,
      hasTime: true,
    };
    const { graph } = preset('two-tower').build(schema, { width: 8 });
    const [plain, gated] = await Promise.all(
      [graph, withGates(graph)].map((given) => towers(new CompiledGraph(judge(given, schema)))),
    );
    expect(gated).toEqual(plain);
    expect(plain!.user.some((value) => value !== 0)).toBe(true);
  });

  // Half of all drawn weights of a ReLU gate would shut it for every row; shut, it has no gradient, for ever.
  it.each(GATES)(
    '%s is open for every field, and one step of descent makes it differ from row to row',
    async (gate) => {
      const [rows, count, width] = [40, 6, 4];
      const x = tf.tensor3d(
        numbers(rows * count * width).map((value) => value * 0.1),
        [rows, count, width],
      );
      const wanted = tf.tensor3d(numbers(rows * count * width, 2), [rows, count, width]);
      const start = fresh(count, { gate });
      const gates = (weights: Record<string, tf.Tensor>) =>
        run(x, weights, { gate }).gate.values.array() as Promise<number[][]>;
      for (const row of await gates(start))
        for (const value of row)
          expect(value).toBeCloseTo({ '2sigmoid': 1, relu: 1, sigmoid: 0.5, softmax: 1 / 6 }[gate], 6);

      const names = Object.keys(start);
      const slopes = tf.grads((...given: tf.Tensor[]) =>
        tf.sum(
          tf.mul(run(x, Object.fromEntries(given.map((w, at) => [names[at]!, w])), { gate }).fields.values, wanted),
        ),
      )(Object.values(start));
      const next = await gates(
        Object.fromEntries(names.map((name, at) => [name, tf.sub(start[name]!, tf.mul(slopes[at]!, 0.1))])),
      );
      for (let f = 0; f < count; f++) {
        const column = next.map((row) => row[f]!);
        expect(Math.max(...column)).toBeGreaterThan(0);
        expect(Math.max(...column) - Math.min(...column), `field ${f}`).toBeGreaterThan(1e-5);
      }
    },
  );
});

describe('trap 20: a ReLU gate in two towers that learn', () => {
  const dataset = smallDataset();
  /** On each side all fields, the id among them, behind a gate. */
  const gated: Channels = {
    draw(draft, side, left) {
      const { id, others } = fieldsOf(schemaOf(dataset), side);
      draft.add(`${side}-gated`, 'fields', side, [left, 760], {
        tables: draft.addTables([...id, ...others], 8, 'gated-'),
      });
      draft.add(`${side}-gate`, 'senet', side, [left, 640], { gate: 'relu' }, [[`${side}-gated.fields`, 'fields']]);
      return [[`${side}-gate.fields`, 'parts']];
    },
  };
  const graph = drawTowers('Gated', schemaOf(dataset), 16, { channels: gated });

  /** Mean and spread over the rows of the gate of each field, as the live values have them after so many steps. */
  async function gatesAfter(steps: number, change: (store: WeightStore) => void = () => undefined) {
    const compiled = new CompiledGraph(judge(graph, schemaOf(dataset)));
    const settings = smallSettings();
    const store = new WeightStore();
    addWeights(store, compiled, settings);
    change(store);
    const step = new TrainStep(compiled, dataset, store, settings, {
      terms: ['*'],
      trainable: ['*'],
      until: { steps },
    });
    const batches = createBatches(dataset, {
      batch: settings.batch,
      historyLength: compiled.historyLength,
      seed: settings.seed,
    });
    for (let at = 0; at < steps; at++) step.run(batches.at(at), at === steps - 1);
    const read = await step.probes!.read();
    step.dispose();
    store.dispose();
    return Object.fromEntries(
      ['user', 'item'].map((side) => [side, read.find(({ key }) => key === `${side}-gate/gate`)!]),
    );
  }

  it('is 0 for every row in no field, and differs from row to row', async () => {
    for (const { mean, spread } of Object.values(await gatesAfter(150))) {
      expect(mean).toHaveLength(2);
      expect(Math.min(...mean)).toBeGreaterThan(0);
      expect(Math.min(...spread)).toBeGreaterThan(1e-3);
    }
  });

  it('without the start of W2 and its bias, as in public code, stays shut for every row in a field, and is seen to', async () => {
    const { user, item } = await gatesAfter(150, (store) => {
      store.write('user/user-gate/layer2/kernel', Float32Array.of(-0.5, 0.5));
      store.write('user/user-gate/layer2/bias', Float32Array.of(0, 0));
    });
    expect([user!.mean[0], user!.spread[0]]).toEqual([0, 0]);
    expect(Math.min(user!.mean[1]!, ...item!.mean)).toBeGreaterThan(0);
  });
});

/** Every fields node behind a gate of its own. */
function withGates(graph: TowerGraph): TowerGraph {
  const sources = graph.nodes.filter(({ block }) => block === 'fields');
  const gates = sources.map((node) => ({ ...node, id: `${node.id}-gate`, block: 'senet', params: {} }));
  const edges = graph.edges.map((edge) =>
    sources.some(({ id }) => id === edge.from.node)
      ? { ...edge, from: { ...edge.from, node: `${edge.from.node}-gate` } }
      : edge,
  );
  const wires = sources.map(({ id }) => ({
    from: { node: id, output: 'fields' },
    to: { node: `${id}-gate`, input: 'fields' },
  }));
  return { ...graph, nodes: [...graph.nodes, ...gates], edges: [...edges, ...wires] };
}

/** What the match sees of 6 rows of drawn embeddings, with fresh weights. */
async function towers(compiled: CompiledGraph): Promise<{ user: Float32Array; item: Float32Array }> {
  const drawn = (name: string, shape: number[]) =>
    tf.tensor(
      numbers(
        shape.reduce((a, b) => a * b, 1),
        streamOf('senet', name),
      ),
      shape,
    );
  const specs = new Map(compiled.weights.map((weight) => [weight.path, weight]));
  const lookups = new Map(compiled.lookups.map((lookup) => [lookup.key, lookup]));
  const { outputs } = compiled.forward({
    sides: ['user', 'item'],
    terms: null,
    weight: (path) => {
      const { shape, init } = specs.get(path)!;
      return tf.tensor(
        initialise(
          path,
          shape.reduce((a, b) => a * b, 1),
          init,
          3,
        ),
        [...shape],
      );
    },
    context: (node) =>
      contextOf(
        {
          training: () => false,
          lookup: () => (name) => {
            const key = `${node.id}/${name}`;
            const { at, length, tables, width } = lookups.get(key)!;
            return drawn(key, at === 'row' ? [6, tables.length, width] : [6, length, tables.length, width]);
          },
          pooledLookup: () => () => null,
          history: () => (length) => ({ mask: tf.ones([6, length]), ageDays: tf.ones([6, length]) }),
          probe: () => () => undefined,
          held: () => NOTHING_HELD,
          rectified: () => () => undefined,
        },
        (name) => expect.fail(name),
      ),
  });
  const { user, item } = outputs.get(compiled.matchNode.id)!['pairing'] as { user: tf.Tensor; item: tf.Tensor };
  return { user: (await user.data()) as Float32Array, item: (await item.data()) as Float32Array };
}
