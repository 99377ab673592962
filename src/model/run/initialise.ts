/** Fresh weights as a pure function of seed and path: adding a block leaves the start of all others as it was. */
import { streamOf, uniforms } from '../../engine/kernels/counter-uniform/reference';
import type { Init } from '../blocks/block';

/** Glorot and Bengio (2010) uniform with limit sqrt(6 / (fanIn + fanOut)); normal by Box and Muller. */
export function initialise(path: string, size: number, init: Init, seed: number): Float32Array {
  if (init.kind === 'constant') return new Float32Array(size).fill(init.value);
  if (init.kind === 'identity')
    return Float32Array.from({ length: size }, (_, at) =>
      Math.floor(at / init.columns) === at % init.columns ? 1 : 0,
    );
  if (init.kind === 'piecewise')
    return Float32Array.from({ length: size }, (_, i) => init.values[Math.floor((i * init.values.length) / size)]!);
  if (init.kind === 'glorot') {
    const limit = Math.sqrt(6 / (init.fanIn + init.fanOut));
    return uniforms(seed, 0, streamOf(path, 'init'), size).map((u) => (2 * u - 1) * limit);
  }
  const radius = uniforms(seed, 0, streamOf(path, 'radius'), size);
  const angle = uniforms(seed, 0, streamOf(path, 'angle'), size);
  // 1 - u lies in (0, 1]: its logarithm is finite.
  return radius.map((u, i) => init.std * Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * (angle[i] ?? 0)));
}
