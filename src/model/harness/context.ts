/** For tests: what a block asks of its surroundings, answered without a graph. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { streamOf, uniforms } from '../../engine/kernels/counter-uniform/reference';
import type { Context, ItemColumn, Pairs } from '../blocks/block';
import { stopGradient } from '../run/stop-gradient';
import { HASHES, history, SEED, STEP, toTensor, type Values } from './rows';

const uniform = (name: string, shape: readonly number[]): Tensor =>
  tf.tensor(
    uniforms(
      SEED,
      STEP,
      streamOf('trial', name),
      shape.reduce((a, b) => a * b, 1),
    ),
    [...shape],
  );

/** A context for one block outside a graph. `probed` receives every probe, computed. */
export function trialContext(given: {
  training: boolean;
  lookup?: (name: string) => Tensor;
  tokens?: Values;
  pairs?: () => Pairs;
  column?: (field: string) => ItemColumn;
  probed?: (name: string, x: Tensor) => void;
  terms?: Tensor[];
}): Context {
  return {
    training: given.training,
    lookup(name) {
      if (!given.lookup) throw new Error(`nothing was looked up for "${name}"`);
      return given.lookup(name);
    },
    pooledLookup: () => null,
    history: (length) => {
      const { mask, ageDays } = history(length);
      return { mask: toTensor(mask), ageDays: toTensor(ageDays) };
    },
    tokenMask(name) {
      if (!given.tokens) throw new Error(`no text was looked up for "${name}"`);
      return toTensor(given.tokens) as Tensor2D;
    },
    dropout: (name, x, { rate, factor }) =>
      tf.mul(x, tf.mul(tf.cast(tf.greaterEqual(uniform(name, x.shape), rate), 'float32'), factor)),
    detach: stopGradient,
    probe: (name, x) => given.probed?.(name, typeof x === 'function' ? x() : x),
    column(field) {
      if (!given.column) throw new Error(`the column "${field}" was asked for where there are none`);
      return given.column(field);
    },
    term: (_, scalar) => given.terms?.push(scalar),
    hash: () => tf.tensor1d(Int32Array.from(HASHES), 'int32'),
    get pairs(): Pairs {
      if (!given.pairs) throw new Error('pairs were asked for where there are none');
      return given.pairs();
    },
  };
}
