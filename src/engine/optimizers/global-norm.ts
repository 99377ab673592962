/**
 * Clipping by the global norm of all gradients that learn: parts are summed on the device in a fixed order, and nothing
 * is read back.
 */
import { WORKGROUP, mainSource, onGpu, runKernel } from '../run-kernel';
import { Storage } from '../storage';
import type { Hyperparameters } from './hyperparameters';
import { sumSource } from './kernel';

/**
 * Workgroups that sum the squares of one source, at the most; their sums are its parts. 256 numbers reach to where the
 * next binding may begin.
 */
const NORM_GROUPS = 256;

/** Workgroups of a source: threads go on in strides of the whole grid. */
export const normGrid = (threads: number): [number, number, number] => [
  Math.min(NORM_GROUPS, Math.max(1, Math.ceil(threads / WORKGROUP))),
  1,
  1,
];

/** What torch.nn.utils.clip_grad_norm_ adds to the norm before it divides. */
const NORM_EPSILON = 1e-6;

export class GlobalNorm {
  private readonly all: Storage;
  /** Where each source puts its sums. */
  readonly parts: readonly Storage[];

  /** @param sources dispatches that sum squares in a step */
  constructor(sources: number) {
    this.all = Storage.create('squares of the gradients', [sources * NORM_GROUPS], 'float32');
    this.parts = Array.from({ length: sources }, (_, i) =>
      this.all.view(`squares of source ${i}`, i * NORM_GROUPS, [NORM_GROUPS]),
    );
  }

  /**
   * From the sums of all sources to the factor of every gradient: min(1, largest norm / (norm + 1e-6)), as
   * torch.nn.utils.clip_grad_norm_.
   */
  finish(hyper: Hyperparameters): void {
    if (onGpu()) {
      runKernel('clip factor', source, [hyper.storage.binding, this.all.binding], [1, 1, 1]);
      return;
    }
    const norm = Math.sqrt(this.all.host.reduce((sum, part) => sum + part, 0));
    hyper.hostClip.set([Math.min(1, (hyper.largestNorm ?? 0) / (norm + NORM_EPSILON)), norm]);
  }

  dispose(): void {
    for (const part of this.parts) part.dispose();
    this.all.dispose();
  }
}

/** The plain version of a source. */
export const sumSquares = (gradient: Float32Array): number => gradient.reduce((sum, g) => sum + g * g, 0);

const source = `
@group(0) @binding(0) var<storage, read_write> hyper: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> parts: array<f32>;
${sumSource(WORKGROUP)}
${mainSource(`
  var sum = 0.0;
  for (var at = local; at < arrayLength(&parts); at += ${WORKGROUP}u) { sum += parts[at]; }
  let norm = sqrt(sumOver(local, sum));
  if (local == 0u) {
    let last = arrayLength(&hyper) - 1u;
    let largest = hyper[last].z;
    hyper[last] = vec4<f32>(min(1.0, largest / (norm + ${NORM_EPSILON})), norm, largest, 0.0);
  }`)}`;
