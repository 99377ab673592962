/** The reference model as a user of tfjs writes it: tf.gather and tf.train.adam. */
import * as tf from '../../engine/tf';
import type { Tower } from '../reference-model/graph';
import { idBatch, type IdBatch, type Problem, type Weight } from '../reference-model/problem';
import type { Implementation } from './implementation';
import { openStockDevice, type StockDevice } from './stock-device';

/** With the device it runs on. */
export const owning = <Built>(stock: StockDevice, implementation: Implementation<Built>): Implementation<Built> => ({
  ...implementation,
  close() {
    implementation.close();
    stock.close();
  },
});

/** Weights by path, as variables of tfjs. */
export const variablesOf = (problem: { weights(): ReadonlyMap<string, Weight> }): Map<string, tf.Variable> =>
  new Map(
    [...problem.weights()].map(([path, { shape, values }]) => [path, tf.variable(tf.tensor(values, [...shape]))]),
  );

/**
 * Adam of tfjs over every weight. The device stays open.
 * @param lossOf of a batch @param kept tensors that go with it
 */
export function stockTraining<Built>(
  stock: StockDevice,
  weights: ReadonlyMap<string, tf.Variable>,
  learningRate: number,
  build: (step: number) => Built,
  lossOf: (built: Built) => tf.Scalar,
  kept: readonly tf.Tensor[] = [],
): Implementation<Built> {
  const variables = [...weights.values()];
  const optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  const losses: tf.Scalar[] = [];
  return {
    device: stock.device,
    enter: stock.enter,
    build,
    run(built) {
      losses.push(tf.tidy(() => optimizer.minimize(() => lossOf(built), true, variables)!));
    },
    done() {
      stock.submit();
      return stock.device.queue.onSubmittedWorkDone();
    },
    async losses() {
      const values = await Promise.all(losses.map((loss) => loss.data()));
      tf.dispose(losses.splice(0));
      stock.throwErrors();
      return values.map(([loss]) => loss ?? Number.NaN);
    },
    close() {
      tf.dispose([...variables, ...kept]);
      optimizer.dispose();
    },
  };
}

export async function openStock(problem: Problem, gpu: GPU): Promise<Implementation<IdBatch>> {
  const stock = await openStockDevice(gpu);
  const {
    towers,
    setting: { batch },
  } = problem;
  const weights = variablesOf(problem);
  const ownItem = tf.keep(tf.eye(batch));
  const of = (path: string): tf.Variable => weights.get(path)!;

  const tower = ({ fields, layers }: Tower, ids: readonly Int32Array[], more: readonly tf.Tensor2D[]): tf.Tensor => {
    const embedded = fields.map(({ table }, f) => tf.gather(of(table), tf.tensor1d(ids[f]!, 'int32')) as tf.Tensor2D);
    let x: tf.Tensor = tf.concat([...embedded, ...more], 1);
    layers.forEach(({ kernel, bias }, layer) => {
      x = tf.add(tf.matMul(x as tf.Tensor2D, of(kernel) as tf.Tensor as tf.Tensor2D), of(bias));
      if (layer < layers.length - 1) x = tf.relu(x);
    });
    return tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), 1, true), 1e-12)));
  };
  const lossOf = ({ user, item, history, mask }: IdBatch): tf.Scalar => {
    const events = tf.tensor2d(mask, [batch, towers.historyLength]);
    const items = tf.tensor2d(history, [batch, towers.historyLength], 'int32');
    const past = tf.gather(of(towers.history), items); // [B, T, D]
    const pooled = tf.div(tf.sum(tf.mul(past, tf.expandDims(events, 2)), 1), tf.sum(events, 1, true)) as tf.Tensor2D;
    const logits = tf.div(
      tf.matMul(
        tower(towers.user, user, [pooled]) as tf.Tensor2D,
        tower(towers.item, item, []) as tf.Tensor2D,
        false,
        true,
      ),
      towers.temperature,
    );
    return tf.losses.softmaxCrossEntropy(ownItem, logits) as tf.Scalar;
  };

  const build = (at: number): IdBatch => idBatch(problem, problem.batches.at(at));
  return owning(stock, stockTraining(stock, weights, towers.learningRate, build, lossOf, [ownItem]));
}
