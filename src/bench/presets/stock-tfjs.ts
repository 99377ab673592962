/**
 * Any graph of the lab as a user of tfjs would train it: its operations on its own device, embeddings by tf.gather,
 * tf.train.adam over every weight. The blocks' own forward passes run, and without the lab's device they run in tfjs's
 * operations alone. What the lab draws while training is drawn here in JavaScript and uploaded, as tfjs's own dropout
 * does.
 */
import type { Batch } from '../../data/batches';
import { NUMBERS_OF_RATE } from '../../data/click-rates';
import { trainingPositives, type Positives } from '../../data/positives';
import type { Places } from '../../data/stretches';
import { RecentPopularity } from '../../data/recent-popularity';
import { relevanceBy } from '../../data/relevance';
import { trainingPart } from '../../data/training-part';
import { rowWeights } from '../../data/weight-formula/row-weights';
import { streamOf, uniforms } from '../../engine/kernels/counter-uniform/reference';
import * as tf from '../../engine/tf';
import type { Tensor, Tensor2D } from '../../engine/tf';
import type { Context, ItemColumn, PairFieldRequest, Pairs } from '../../model/blocks/block';
import type { GraphNode } from '../../model/document/graph';
import { matchesPath } from '../../model/document/optimizer-groups';
import { contextOf } from '../../model/run/abilities/abilities';
import { NOTHING_HELD } from '../../model/run/abilities/held';
import { towerOf } from '../../model/run/abilities/ability';
import { stopGradient } from '../../model/run/abilities/detach';
import { weightPath, type ForwardInputs } from '../../model/run/compile';
import { numbersOf } from '../../model/nodes/pair-fields';
import { rowFormulaOf } from '../../model/nodes/row-formulas';
import { countsIn } from '../../model/nodes/stages';
import type { Implementation } from '../implementations/implementation';
import { openStockDevice, type StockDevice } from '../implementations/stock-device';
import { sizeOf } from '../reference-model/problem';
import { owning, stockTraining, variablesOf } from '../implementations/stock-tfjs';
import { pastOf, plainInputs, type PlainField, type PlainInputs } from './plain-inputs';
import { plainRate, type PresetProblem } from './problem';
import { countPairs } from '../../model/run/feed/pair-counts';
import { batchRates } from '../../model/run/feed/pair-rates';
import { batchRelevance } from '../../model/run/feed/batch-relevance';
import { FormulaWeights } from '../../model/run/feed/formula-weights';
import { realColumns } from '../../model/run/feed/pair-inputs';
import { columnItems, rowSets } from '../../model/run/feed/row-sets';
import { stockForwards } from './stock-forwards';

export async function openStockModel(problem: PresetProblem, gpu: GPU): Promise<Implementation<PlainInputs>> {
  const stock = await openStockDevice(gpu);
  return owning(stock, trainOnStock(stock, problem));
}

/** One of several models on a device that is open already and entered, and stays so: there is one at a time. */
export function trainOnStock(stock: StockDevice, problem: PresetProblem): Implementation<PlainInputs> {
  const { compiled, dataset, settings, batches } = problem;
  const learningRate = plainRate(settings);
  const weights = variablesOf(problem);
  const of = (path: string): tf.Variable => weights.get(path)!;
  const positives = trainingPositives(trainingPart(dataset), dataset.items.length);

  return stockTraining(
    stock,
    weights,
    learningRate,
    (at) => plainInputs(compiled, dataset, batches.at(at)),
    (inputs) => compiled.forward(forwardInputs(problem, inputs, positives, of)).loss,
  );
}

function forwardInputs(
  problem: PresetProblem,
  { batch, lookups }: PlainInputs,
  positives: Positives,
  of: (path: string) => tf.Variable,
): ForwardInputs {
  const { compiled, dataset, settings } = problem;
  const stage = settings.stages.at(-1)!;
  const drawn = (node: GraphNode, name: string, count: number): Float32Array =>
    uniforms(settings.seed, batch.step, streamOf(node.id, name), count);
  const forwards = stockForwards(batch, dataset, positives);
  const pairs = pairsOf(batch, dataset.items.length);
  const lookup = (key: string): Tensor => {
    const { at, length, width } = compiled.lookups.find((lookup) => lookup.key === key)!;
    const fields = lookups.get(key)!.map((field) => embedded(field, of(field.path)));
    const values = tf.stack(fields, 1); // [rows, F, D]
    return at === 'row' ? values : tf.reshape(values, [-1, length, fields.length, width]);
  };
  const tokenMask = (key: string): Tensor2D => {
    const [text] = lookups.get(key)!;
    return tf.tensor2d(text!.weights!, [batch.size, text!.ids.length / batch.size]);
  };
  const column = (name: string): ItemColumn => {
    const field = dataset.fields.find((known) => known.name === name)!;
    const [values, shares] = [field.ids, field.weights].map((of) => {
      const slots = new Float32Array(batch.size * field.length).fill(1);
      if (of)
        batch.items.forEach((item, row) =>
          slots.set(of.subarray(item * field.length, (item + 1) * field.length), row * field.length),
        );
      return tf.tensor2d(slots, [batch.size, field.length]);
    });
    return { values: values!, shares: shares!, rows: field.rows };
  };
  const pairsFor = (node: GraphNode): Pairs => {
    const formula = rowFormulaOf(node);
    if (!formula) return pairs;
    const own = new FormulaWeights(batch.size, rowWeights(dataset, formula.text));
    own.prepare(batch);
    return pairsOf({ ...batch, weight: own.values }, dataset.items.length);
  };
  const context = (node: GraphNode): Context =>
    contextOf(
      {
        training: () => true,
        lookup: () => (name) => lookup(`${node.id}/${name}`),
        pooledLookup: () => () => null,
        history: () => (length, window) => {
          const { mask, ageDays } = pastOf(compiled, batch, towerOf(node), length, window);
          const shape: [number, number] = [mask.length / length, length];
          return { mask: tf.tensor2d(mask, shape), ageDays: tf.tensor2d(ageDays, shape) };
        },
        tokenMask: () => (name) => tokenMask(`${node.id}/${name}`),
        dropout:
          () =>
          (name, x, { rate, factor }, onto) => {
            const kept = drawn(node, name, x.size).map((u) => (u >= rate ? factor : 0));
            return tf.add(onto ?? 0, tf.mul(x, tf.tensor(kept, x.shape)));
          },
        uniform: () => (name, shape) => tf.tensor(drawn(node, name, sizeOf(shape)), [...shape]),
        learns: () => (name) => stage.trainable.some((pattern) => matchesPath(pattern, weightPath(node, name))),
        detach: () => stopGradient,
        probe: () => () => undefined,
        held: () => NOTHING_HELD,
        rectified: () => () => undefined,
        column: () => column,
        pairs: () => pairsFor(node),
        atPlaces: () => (events) => eventsAt(batch.places!, events),
        pairFields: () => (request) => countedPairs(problem, batch, request),
        clickRates: () => (request) => {
          const values = batchRates(dataset, batch, request);
          return tf.tensor2d(values, [values.length / NUMBERS_OF_RATE, NUMBERS_OF_RATE]);
        },
        relevance:
          () =>
          ({ teacher, length }) =>
            tf.tensor2d(batchRelevance(relevanceBy(teacher, dataset), batch, length), [batch.size, batch.size]),
        recentPopularity: () => (read) => {
          const popularity = RecentPopularity.of(dataset, read);
          const items = columnItems(batch);
          return {
            at: tf.tensor2d(popularity.onesAt(batch.moments), [batch.size, read.snapshots]),
            logs: tf.tensor2d(popularity.logs(items), [items.length * read.snapshots, read.halfLives.length]),
          };
        },
      },
      (name) => {
        throw new Error(`the stock model has no "${name}": what reads it needs a form of its own in stock-forwards.ts`);
      },
    );
  return {
    sides: ['user', 'item'],
    weight: of,
    context,
    terms: (nodeId) => countsIn(stage, nodeId),
    forwardOf: (id) => forwards[id],
  };
}

function countedPairs({ compiled, dataset }: PresetProblem, batch: Batch, request: PairFieldRequest): Tensor2D {
  const field = dataset.fields.find((known) => known.name === request.field)!;
  const { user, item } = rowSets(batch, compiled);
  const shape: [number, number] = [item.rows.length, numbersOf(request)];
  const values = new Float32Array(shape[0] * shape[1]);
  countPairs(field, request, { user, item }, values);
  return tf.tensor2d(values, shape);
}

const eventsAt = ({ at, there }: Places, events: Tensor2D): Tensor2D =>
  tf.mul(tf.gather(events, tf.tensor1d(Int32Array.from(at), 'int32')), tf.tensor2d(there, [there.length, 1]));

const pairsOf = (batch: Batch, items: number): Pairs => ({
  sampled:
    batch.sampled.length === 0
      ? null
      : {
          logQ: tf.tensor1d(batch.mixedLogQ),
          realColumn: tf.tensor1d(realColumns(batch, 0)),
        },
  lists: batch.candidates && {
    each: batch.candidates.items.length / batch.size,
    labels: tf.tensor1d(batch.candidates.labels),
    there: tf.tensor1d(batch.candidates.there),
    teacher: batch.candidates.teacher && {
      logits: tf.tensor1d(batch.candidates.teacher.logits),
      scored: tf.tensor1d(batch.candidates.teacher.scored),
    },
  },
  logQ: tf.tensor1d(batch.logQ),
  weight: tf.tensor1d(batch.weight),
  realColumn: tf.tensor1d(batch.realColumn),
  items: items,
  get hits(): Tensor {
    throw new Error(
      'the stock model has no hits on the device: what reads them needs a form of its own in stock-forwards.ts',
    );
  },
});

/** [rows, D]: the weighted sum of the slots. */
function embedded({ ids, slots, weights }: PlainField, table: tf.Variable): Tensor2D {
  const rows = tf.gather(table as Tensor as Tensor2D, tf.tensor1d(ids, 'int32'));
  const weighed: Tensor2D = weights ? tf.mul(rows, tf.tensor2d(weights, [weights.length, 1])) : rows;
  return slots === 1 ? weighed : tf.sum(tf.reshape(weighed, [ids.length / slots, slots, table.shape[1]!]), 1);
}
