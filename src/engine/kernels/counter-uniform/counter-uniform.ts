/** Counter-based uniform numbers on the device; the definition is `reference.ts`. */
import * as tf from '@tensorflow/tfjs';
import type { Storage } from '../../storage';
import { emptyTensor, gridFor, hostArray, mainOver, onGpu, runKernel } from '../../run-kernel';
import { uniforms } from './reference';

/**
 * Numbers in [0, 1), a pure function of seed, step, stream and index.
 * @param step [1] int32, read on the device so that a replayed step draws anew
 */
export function counterUniform(shape: readonly number[], stream: number, seed: number, step: Storage): tf.Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  if (!onGpu()) return tf.tensor(uniforms(seed, hostArray(step.tensor)[0] ?? 0, stream, count), [...shape]);
  const out = emptyTensor(shape);
  runKernel('counter-uniform', source(count, stream, seed), [step.binding, out], gridFor(count));
  return out;
}

const source = (count: number, stream: number, seed: number): string => `
@group(0) @binding(0) var<storage, read> step: array<u32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
const GOLDEN = 0x9e3779b9u;
fn mix_bits(x: u32) -> u32 {
  var h = x;
  h ^= h >> 16u; h *= 0x85ebca6bu;
  h ^= h >> 13u; h *= 0xc2b2ae35u;
  h ^= h >> 16u;
  return h;
}
${mainOver(count, `
  let key = mix_bits(mix_bits(mix_bits(${seed >>> 0}u + GOLDEN) + step[0] + GOLDEN) + ${stream >>> 0}u + GOLDEN);
  result[index] = f32(mix_bits(key + index + GOLDEN) >> 8u) / 16777216.0;`)}`;
