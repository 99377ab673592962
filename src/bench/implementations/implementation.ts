/** What is timed: something that trains a model step by step in this process, on WebGPU or in WebAssembly. */
import type { Batches } from '../../data/batches';
import type { Dataset } from '../../data/dataset';
import type { CompiledGraph } from '../../model/run/compile';
import type { Settings } from '../../model/document/graph';
import type { StepParts } from '../measure/step-parts';
import type { Problem } from '../reference-model/problem';

export type ImplementationName = 'tower-lab' | 'tower-lab-cpu' | 'stock' | 'jax-js-wasm' | 'jax-js-webgpu';

/**
 * A model of the lab, and what it is trained on. The weights begin as the lab's own do for the seed of the settings.
 */
export interface Trainable {
  compiled: CompiledGraph;
  dataset: Dataset;
  settings: Settings;
  batches: Batches;
}

/** @typeParam Built what a step needs from JavaScript besides the GPU */
export interface Implementation<Built = unknown> {
  /** Null where it does not use one. */
  readonly device: GPUDevice | null;
  /** Called before each series of steps: the others may have left libraries in a state of theirs. */
  enter(): Promise<void>;
  /** Plain JavaScript that can run while the GPU is busy with the step before. */
  build(step: number): Built;
  /** Encodes and submits, or notes down what is to be computed; never waits. */
  run(built: Built): void;
  /** Resolves when everything run so far is done. */
  done(): Promise<unknown>;
  /** Losses of the steps since the last call. */
  losses(): Promise<number[]>;
  /** `build` and `run` once more, with a clock in each of their parts. Of those that have such parts. */
  inParts?(step: number): StepParts;
  close(): void;
}

/** @param gpu `navigator.gpu`, or Dawn's in Node */
export type Open = (problem: Problem, gpu: GPU) => Promise<Implementation>;
