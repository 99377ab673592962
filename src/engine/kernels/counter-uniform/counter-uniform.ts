/** Counter-based uniform numbers on the device; the definition is `reference.ts`. */
import type { Storage } from '../../storage';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import * as tf from '../../tf';
import { uniforms } from './reference';

/** What a draw depends on, beside the index of each number. */
export interface Draw {
  stream: number;
  seed: number;
  /** [1] int32, read on the device so that a replayed step draws anew. */
  step: Storage;
}

/** Numbers in [0, 1), a pure function of seed, step, stream and index. */
export function counterUniform(shape: readonly number[], draw: Draw): tf.Tensor {
  const { stream, seed, step } = draw;
  const count = shape.reduce((a, b) => a * b, 1);
  if (!onGpu()) return tf.tensor(uniforms(seed, hostArray(step.tensor)[0] ?? 0, stream, count), [...shape]);
  const out = emptyTensor(shape);
  runKernel(
    'counter-uniform',
    `
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
${uniformSource(0, draw)}
${mainOver('arrayLength(&result)', '  result[index] = uniform_at(index);')}`,
    [step.binding, out],
    gridFor(count),
  );
  return out;
}

/** WGSL: `uniform_bits(a, b, c)`, as `uniformBits`. */
export const BITS_SOURCE = `
const GOLDEN = 0x9e3779b9u;
fn mix_bits(x: u32) -> u32 {
  var h = x;
  h ^= h >> 16u; h *= 0x85ebca6bu;
  h ^= h >> 13u; h *= 0xc2b2ae35u;
  h ^= h >> 16u;
  return h;
}
fn uniform_bits(a: u32, b: u32, c: u32) -> u32 { return mix_bits(mix_bits(mix_bits(a + GOLDEN) + b + GOLDEN) + c + GOLDEN); }`;

/**
 * WGSL: `uniform_at(index)`, and for several of one thread `uniform_of(uniform_key(), index)`.
 * @param binding of the step number
 */
export const uniformSource = (binding: number, { stream, seed }: Draw): string => `
@group(0) @binding(${binding}) var<storage, read> step: array<u32>;
${BITS_SOURCE}
fn uniform_key() -> u32 { return uniform_bits(${seed >>> 0}u, step[0], ${stream >>> 0}u); }
fn uniform_of(key: u32, index: u32) -> f32 { return f32(mix_bits(key + index + GOLDEN) >> 8u) / 16777216.0; }
fn uniform_at(index: u32) -> f32 { return uniform_of(uniform_key(), index); }`;
