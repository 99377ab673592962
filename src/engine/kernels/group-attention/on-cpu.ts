/** The products of a group attention on the CPU path, and their gradients: each is one of three. */
import { byRows } from '../../cpu/by-rows';
import { wasm } from '../../cpu/module';
import { hostArray } from '../../run-kernel';
import * as tf from '../../tf';
import type { Tensor, Tensor2D, Tensor3D } from '../../tf';
import type { Sizes } from './group-attention';

/** [R, G, T] @param there [R, T] or [R, G, T]: where it is 0 the score is, too */
export function scoresOnCpu(query: Tensor, events: Tensor, there: Tensor, sizes: Sizes): Tensor3D {
  const { rows, events: length, groups, width } = sizes;
  const given = [query, events, there].map(hostArray);
  const [found] = byRows(rows, given, [groups * length], ([q, x, is], [to], count) =>
    wasm().groupScores(q!, x!, is!, there.rank === 3, count, length, groups, width, to!),
  );
  return tf.tensor3d(found, [rows, groups, length]);
}

/** [R, G x D] */
export function sumsOnCpu(shares: Tensor, events: Tensor, sizes: Sizes): Tensor2D {
  const { rows, events: length, groups, width } = sizes;
  const [found] = byRows(rows, [shares, events].map(hostArray), [groups * width], ([a, x], [to], count) =>
    wasm().groupSums(a!, x!, count, length, groups, width, to!),
  );
  return tf.tensor2d(found, [rows, groups * width]);
}

/** [R, T, G x D] */
export function spreadOnCpu(factors: Tensor, vectors: Tensor, sizes: Sizes): Tensor3D {
  const { rows, events: length, groups, width } = sizes;
  const [found] = byRows(rows, [factors, vectors].map(hostArray), [length * groups * width], ([a, x], [to], count) =>
    wasm().groupSpread(a!, x!, count, length, groups, width, to!),
  );
  return tf.tensor3d(found, [rows, length, groups * width]);
}
