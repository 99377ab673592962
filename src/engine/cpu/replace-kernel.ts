/** Kernels of our own in place of those of tfjs's CPU backend. */
import * as tf from '../tf';
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '../tf';
import { cpuNumbers, makeOnCpu } from '../tfjs-internals';

export type CpuKernel = (call: {
  inputs: NamedTensorInfoMap;
  attrs: NamedAttrMap | undefined;
  /** The live numbers of a tensor: in bytes, where truth values were cast to float32. */
  numbers(info: TensorInfo): Float32Array;
  /** A float32 tensor that takes over these numbers. */
  make(shape: readonly number[], numbers: Float32Array): TensorInfo;
  /** What tfjs does: for what a kernel leaves to it. */
  before(): TensorInfo | TensorInfo[];
}) => TensorInfo | TensorInfo[];

const replaced = new Map<string, tf.KernelConfig>();

/** Once for each name: what is there already when it is called again is ours. */
export function replaceKernel(kernelName: string, kernel: CpuKernel): void {
  if (replaced.has(kernelName)) return;
  const own = tf.getKernel(kernelName, 'cpu');
  if (!own) throw new Error(`internal: tfjs has no CPU kernel "${kernelName}"`);
  replaced.set(kernelName, own);
  tf.unregisterKernel(kernelName, 'cpu');
  tf.registerKernel({
    ...own,
    kernelFunc: (call) =>
      kernel({
        inputs: call.inputs,
        attrs: call.attrs,
        numbers: cpuNumbers,
        make: makeOnCpu,
        before: () => own.kernelFunc(call),
      }),
  });
}

/** Those of tfjs again, until the next call of `replaceKernel`: for tests that compare with them. */
export function restoreKernels(): void {
  for (const [kernelName, own] of replaced) {
    tf.unregisterKernel(kernelName, 'cpu');
    tf.registerKernel(own);
  }
  replaced.clear();
}
