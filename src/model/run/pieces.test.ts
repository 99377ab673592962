/** A table that no binding can hold lies in pieces, and learns what it would learn whole. */
import { afterEach, expect, it } from 'vitest';
import { createBatches } from '../../data/batches';
import { buildDataset } from '../../data/build-dataset';
import { DEFAULT_PROTOCOL, type Dataset } from '../../data/dataset';
import { createRandom } from '../../data/random';
import { readDelimited } from '../../data/sources/csv/read';
import { WeightStore } from '../../engine/optimizers/weights';
import type { Rule } from '../../engine/optimizers/rules';
import { lowerBinding, onDevice, relativeError } from '../../engine/testing';
import { judge } from '../check/judge';
import { CompiledGraph } from './compile';
import type { GraphEdge, GraphNode, Settings, TowerGraph } from '../document/graph';
import { preset } from '../presets/presets';
import { schemaOf } from '../document/schema';
import { addWeights, TrainStep } from './train-step';

onDevice();
let restore = () => undefined as void;
afterEach(() => restore());

const ITEMS = 400;
/** Rows of the item table's 64 numbers that fit a binding: three pieces, the last of them short. */
const ROWS_HELD = 192;

/** Every item occurs, so that every piece is read, alone and in histories; tags are a bag of their own. */
async function shop(): Promise<Dataset> {
  const random = createRandom(5, 'pieces');
  const log = Array.from(
    { length: 1600 },
    (_, i) => `${i % 60},${i < ITEMS ? i : random.below(ITEMS)},${1_600_000_000 + i * 1000}`,
  );
  const items = Array.from({ length: ITEMS }, (_, i) => `${i},t${i % 7}|t${i % 11}`);
  const [events, table] = await Promise.all([
    readDelimited(`user_id,item_id,timestamp\n${log.join('\n')}`, { fileName: 'log.csv', file: 'log' }),
    readDelimited(`item_id,tags\n${items.join('\n')}`, { fileName: 'items.csv', file: 'items' }),
  ]);
  const { dataset } = await buildDataset({
    name: 'shop',
    log: events,
    items: table,
    users: null,
    seed: 7,
    protocol: { ...DEFAULT_PROTOCOL, minItemEvents: 1, minUserEvents: 1 },
    roles: {
      log: [
        { column: 'user_id', role: 'user' },
        { column: 'item_id', role: 'item' },
        { column: 'timestamp', role: 'time' },
      ],
      items: [
        { column: 'item_id', role: 'id' },
        { column: 'tags', role: 'field', encoding: 'bag', separator: '|' },
      ],
      users: null,
    },
  });
  return dataset;
}

/** Pools of events at length one, their fields apart; beside that of their ids one of the events as they are, mixed. */
function withUnitEvents(graph: TowerGraph): TowerGraph {
  const edge = (from: string, to: string): GraphEdge => {
    const [[node = '', output = ''], [into = '', input = '']] = [from.split('.'), to.split('.')];
    return { from: { node, output }, to: { node: into, input } };
  };
  const kept = graph.edges.filter(({ to }) => !['pool', 'pool-fields'].includes(to.node));
  return {
    ...graph,
    nodes: [
      ...graph.nodes,
      { id: 'unit', block: 'unit-events', side: 'user', at: [0, 0], params: {} },
      { id: 'unit-fields', block: 'unit-events', side: 'user', at: [0, 0], params: {} },
      { id: 'plain', block: 'pool', side: 'user', at: [0, 0], params: { by: 'mean' } },
      { id: 'both', block: 'mix', side: 'user', at: [0, 0], params: {} },
    ],
    edges: [
      ...kept.map(({ from, to }) => ({ from: from.node === 'pool' ? { ...from, node: 'both' } : from, to })),
      edge('history.sequence', 'unit.sequence'),
      edge('unit.sequence', 'pool.sequence'),
      edge('history-fields.sequence', 'unit-fields.sequence'),
      edge('unit-fields.sequence', 'pool-fields.sequence'),
      edge('history.sequence', 'plain.sequence'),
      edge('pool.vector', 'both.a'),
      edge('plain.vector', 'both.b'),
    ],
  };
}

interface Training {
  rule?: Rule;
  limit?: number | null;
  pieces?: number;
  drawn?: (graph: TowerGraph) => TowerGraph;
  compiledAs?: (compiled: CompiledGraph) => CompiledGraph;
}

async function trained(dataset: Dataset, given: Training) {
  const { rule = 'lazy-adam', limit = null, pieces = 1, drawn = (graph) => graph, compiledAs = (as) => as } = given;
  restore();
  restore = limit === null ? () => undefined : lowerBinding(limit);
  const schema = schemaOf(dataset);
  const { graph, settings } = preset('two-tower').build(schema, { width: 64 });
  // What the events of a batch have in a field has to fit a binding, too.
  const changed: Record<string, (params: GraphNode['params']) => GraphNode['params']> = {
    mlp: (params) => ({ ...params, widths: [8, (params['widths'] as number[])[1]!] }),
    history: (params) => ({ ...params, length: 5 }),
  };
  const small = {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, params: changed[node.block]?.(node.params) ?? node.params })),
  };
  const compiled = compiledAs(new CompiledGraph(judge(drawn(small), schema)));
  const chosen: Settings = {
    ...settings,
    seed: 3,
    batch: 16,
    clipNorm: 0.5,
    optimizers: [
      { pattern: 'table/*', rule, learningRate: 0.01, weightDecay: 0.001 },
      { pattern: '*', rule: 'adam', learningRate: 0.01, weightDecay: 0 },
    ],
  };
  const store = new WeightStore();
  addWeights(store, compiled, chosen);
  expect(store.places('table/item-id')).toHaveLength(pieces);
  const step = new TrainStep(compiled, dataset, store, chosen, { terms: ['*'], trainable: ['*'], until: { steps: 6 } });
  const batches = createBatches(dataset, { batch: 16, historyLength: compiled.historyLength, seed: 3 });
  for (let at = 0; at < 6; at++) step.run(batches.at(at));
  const { rows: losses } = await step.ring.take();
  const weights = new Map<string, Float32Array[]>();
  for (const path of store.paths)
    weights.set(path, [await store.read(path), ...((await store.readMoments(path)) ?? [])]);
  step.dispose();
  store.dispose();
  return { losses: losses.flatMap((row) => Array.from(row)), weights };
}

// Adam divides by the size of the gradient: where that is next to nothing, the order of a sum shows.
it.each<Rule>(['lazy-adam', 'adam', 'row-adagrad', 'sgd'])('under %s, clipped, recorded and replayed', async (rule) => {
  const dataset = await shop();
  expect(dataset.items).toHaveLength(ITEMS);
  const whole = await trained(dataset, { rule });
  const cut = await trained(dataset, { rule, limit: ROWS_HELD * 64 * 4, pieces: 3 });
  expect(relativeError(cut.losses, whole.losses)).toBeLessThan(1e-5);
  for (const [path, numbers] of whole.weights)
    numbers.forEach((values, i) =>
      expect(relativeError(cut.weights.get(path)![i]!, values), `${path} ${i}`).toBeLessThan(1e-3),
    );
});

it('events at length one are pooled by what their owners have, whole and in pieces, as if each were looked up', async () => {
  const dataset = await shop();
  const pooled: (number | false)[] = [];
  const drawn = { drawn: withUnitEvents };
  const each = await trained(dataset, { ...drawn, compiledAs: (compiled) => compiled.unpooled() });
  const whole = await trained(dataset, {
    ...drawn,
    compiledAs(compiled) {
      pooled.push(...compiled.lookups.filter(({ at }) => at === 'history').map(({ unit, pooled }) => unit && pooled));
      return compiled;
    },
  });
  const cut = await trained(dataset, { ...drawn, limit: ROWS_HELD * 64 * 4, pieces: 3 });
  expect(pooled).toEqual([2, 1]);
  for (const { losses, weights } of [whole, cut]) {
    expect(relativeError(losses, each.losses)).toBeLessThan(1e-5);
    for (const [path, numbers] of each.weights)
      numbers.forEach((values, i) =>
        expect(relativeError(weights.get(path)![i]!, values), `${path} ${i}`).toBeLessThan(1e-3),
      );
  }
});
