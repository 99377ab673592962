/** For tests: match and in-batch softmax together, on given vectors. */
import * as tf from '../../../engine/tf';
import match from '../../blocks/match/block';
import matchForward from '../../blocks/match/forward';
import { withDefaults } from '../../document/params';
import { harnessContext } from '../../harness/context';
import { pairsOf, type Masks, type Matrix } from '../../harness/objective';
import softmax from './block';
import forward from './forward';

export interface Setup extends Masks {
  user: Matrix;
  item: Matrix;
  /** Vectors of earlier batches, behind the rows' items. */
  memory?: Matrix;
  match?: Partial<{ score: 'cosine' | 'inner'; temperature: number }>;
  objective?: Partial<
    Record<'logQ' | 'sameItem' | 'sameUser' | 'rowWeights', boolean> & {
      direction: 'rows' | 'both';
      sampling: 'none' | 'uniform' | 'popularity' | 'mixed' | 'earlier';
    }
  >;
}

/** Match and objective on given vectors, as a function of them. */
export function lossOf(
  user: tf.Tensor,
  item: tf.Tensor,
  setup: Setup,
  probed?: (name: string, x: tf.Tensor) => void,
): tf.Scalar {
  const [rows, width] = user.shape as [number, number];
  const type = { kind: 'vector', width, parts: [] } as const;
  const { pairing } = matchForward(
    { user: { type, values: user as tf.Tensor2D }, item: { type, values: item as tf.Tensor2D } },
    {},
    withDefaults(match.params, setup.match ?? {}),
    // A match that reads pairs would carry q into serving.
    harnessContext({ training: true }),
  );
  const memory = setup.memory && tf.tensor2d(setup.memory);
  const context = harnessContext({ training: true, pairs: () => pairsOf(rows, setup), probed, memory });
  const { loss } = forward(
    { pairing: { type: { kind: 'pairing', width, rule: 'dot' }, ...pairing } },
    {},
    withDefaults(softmax.params, setup.objective ?? {}),
    context,
  );
  return tf.reshape(loss.values, []) as tf.Scalar;
}

/** Loss and gradients for the vectors before the match. */
export async function run(setup: Setup) {
  const tensors = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((u: tf.Tensor, v: tf.Tensor) => lossOf(u, v, setup))([
      tf.tensor2d(setup.user),
      tf.tensor2d(setup.item),
    ]);
    return { loss: value, user: grads[0]!, item: grads[1]! };
  });
  const [loss, user, item] = await Promise.all([tensors.loss.data(), tensors.user.array(), tensors.item.array()]);
  tf.dispose(tensors);
  return { loss: loss[0]!, user: user as Matrix, item: item as Matrix };
}
