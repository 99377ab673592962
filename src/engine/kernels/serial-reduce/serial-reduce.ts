/**
 * Sum, Max and Softmax for CPU adapters: one thread per output, a plain loop. tfjs's forms put a workgroup on each
 * output and meet at barriers, and transpose the whole tensor where the axis is not the last; that is right for a GPU,
 * and on a rasteriser every barrier and every transpose is work of its own.
 */
import { gridFor, mainOver, runKernel, webgpuBackend } from '../../run-kernel';
import * as tf from '../../tf';
import type { KernelFunc, TensorInfo } from '../../tf';
import { sharesSource } from '../row-softmax/row-softmax';

type Reduction = 'Sum' | 'Max';

/** Hands tfjs these kernels; call once after the backend is set, on software adapters only. */
export function installSerialReduce(): void {
  for (const name of ['Sum', 'Max'] as const)
    replace(name, (original) => ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const { keepDims } = attrs as unknown as { axis?: number | number[]; keepDims?: boolean };
      const given = attrs as unknown as { axis?: number | number[]; reductionIndices?: number | number[] };
      const axes = tf.util.parseAxisParam(given.axis ?? given.reductionIndices ?? [], x.shape).sort((a, b) => a - b);
      const contiguous = axes.every((axis, i) => i === 0 || axis === (axes[i - 1] ?? 0) + 1);
      if (x.dtype !== 'float32' || !contiguous || axes.length === 0) return original({ inputs, attrs, backend });
      return reduce(name, x, axes, keepDims === true);
    });
  replace('Softmax', (original) => ({ inputs, attrs, backend }) => {
    const { logits } = inputs as { logits: TensorInfo };
    const { dim } = attrs as unknown as { dim: number };
    if (logits.dtype !== 'float32' || (dim !== -1 && dim !== logits.shape.length - 1))
      return original({ inputs, attrs, backend });
    return softmax(logits);
  });
}

const installed = new Set<string>();

function replace(kernelName: string, make: (original: KernelFunc) => KernelFunc): void {
  if (installed.has(kernelName)) return;
  const original = tf.getKernel(kernelName, 'webgpu');
  installed.add(kernelName);
  tf.unregisterKernel(kernelName, 'webgpu');
  tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc: make(original.kernelFunc) });
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

function output(shape: readonly number[]): TensorInfo {
  const info = webgpuBackend().makeTensorInfo([...shape], 'float32');
  webgpuBackend().uploadToGPU(info.dataId);
  return info;
}

function reduce(name: Reduction, x: TensorInfo, axes: readonly number[], keepDims: boolean): TensorInfo {
  const [first = 0] = axes;
  const last = axes.at(-1) ?? 0;
  const outer = product(x.shape.slice(0, first));
  const count = product(x.shape.slice(first, last + 1));
  const inner = product(x.shape.slice(last + 1));
  const out = output(
    keepDims
      ? x.shape.map((size, i) => (i >= first && i <= last ? 1 : size))
      : [...x.shape.slice(0, first), ...x.shape.slice(last + 1)],
  );
  if (outer * inner > 0)
    runKernel(`serial ${name}`, reduceSource(name, outer, count, inner), [x, out], gridFor(outer * inner));
  return out;
}

const HEAD = `
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;`;

const reduceSource = (name: Reduction, outer: number, count: number, inner: number): string => `${HEAD}
${mainOver(
  outer * inner,
  `
  let first = (index / ${inner}u) * ${count * inner}u + index % ${inner}u;
  var value = ${name === 'Sum' ? '0.0' : 'x[first]'};
  for (var i = 0u; i < ${count}u; i++) {
    let next = x[first + i * ${inner}u];
    ${name === 'Sum' ? 'value += next;' : 'value = max(value, next);'}
  }
  result[index] = value;`,
)}`;

function softmax(logits: TensorInfo): TensorInfo {
  const width = logits.shape.at(-1) ?? 1;
  const rows = product(logits.shape) / width;
  const out = output(logits.shape);
  runKernel('serial Softmax', sharesSource(rows, width), [logits, out], gridFor(rows));
  return out;
}
