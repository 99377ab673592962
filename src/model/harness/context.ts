/** For tests: what a block asks of its surroundings, answered without a graph. */
import { streamOf, uniforms } from '../../engine/kernels/counter-uniform/reference';
import * as tf from '../../engine/tf';
import type { Tensor, Tensor2D } from '../../engine/tf';
import type { Context, ItemColumn, Pairs } from '../blocks/block';
import { abilities, contextOf, type Answers } from '../run/abilities/abilities';
import type { Alone } from '../run/abilities/ability';
import { history, PAIRS, ROWS, SEED, STEP, toTensor, type Values } from './rows';

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
export function harnessContext(given: {
  training: boolean;
  lookup?: (name: string) => Tensor;
  tokens?: Values;
  pairs?: () => Pairs;
  memory?: Tensor2D;
  column?: (field: string) => ItemColumn;
  probed?: (name: string, x: Tensor) => void;
  rectified?: (x: Tensor) => void;
}): Context {
  const alone: Alone = { rows: ROWS, pairs: PAIRS, uniform };
  const known = [...abilities.values()].flatMap(({ name, alone: answer }) =>
    answer ? [[name, () => answer(alone)]] : [],
  );
  const { lookup, tokens, pairs, memory, column, probed, rectified } = given;
  const answers: Answers = {
    ...(Object.fromEntries(known) as Answers),
    training: () => given.training,
    history: () => (length) => {
      const { mask, ageDays } = history(length);
      return { mask: toTensor(mask), ageDays: toTensor(ageDays) };
    },
    probe: () => (name, x) => probed?.(name, typeof x === 'function' ? x() : x),
    ...(lookup ? { lookup: () => lookup } : {}),
    ...(tokens ? { tokenMask: () => () => toTensor(tokens) as Tensor2D } : {}),
    ...(column ? { column: () => column } : {}),
    ...(pairs ? { pairs } : {}),
    ...(memory ? { memory: () => ({ vectors: memory, keep: () => undefined }) } : {}),
    ...(rectified ? { rectified: () => rectified } : {}),
  };
  return contextOf(answers, (name) => {
    throw new Error(`a block asked for "${name}" in a test that gives none`);
  });
}
