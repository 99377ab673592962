/** The updates of the CPU path: Adam in WebAssembly, the other rules by plain loops. */
import { Frame, wasm } from '../cpu/module';
import type { RowRange } from './row-update';
import { BETA1, BETA2, EPSILON, adamScale, ruleOnHost, type HostWeight, type Rule } from './rules';

/** What a step knows beside weights and gradients. */
export interface HostStep {
  rule: Rule;
  /** See `hyperparameters`. */
  hyper: ArrayLike<number>;
  /** On every gradient. */
  factor: number;
}

/** Numbers that are copied into the module at once. */
const NUMBERS = 2 ** 15;
/** Of a table's rows so many must be touched, at the least, for all of it to be copied rather than walked in place. */
const SHARE = 1 / 4;

/** All numbers of a weight, or those from `first` on that have a gradient. */
export function updateOnCpu(weight: HostWeight, gradient: Float32Array, step: HostStep, first = 0): void {
  if (step.rule === 'sgd' || step.rule === 'row-adagrad') {
    ruleOnHost(step.rule, weight, step.hyper, step.factor)(first, gradient, 0, gradient.length);
    return;
  }
  for (let from = 0; from < gradient.length; from += NUMBERS) {
    const end = Math.min(gradient.length, from + NUMBERS);
    const part = (numbers: Float32Array): Float32Array => numbers.subarray(first + from, first + end);
    const own = { value: part(weight.value), state: weight.state.map(part) };
    adam(own, null, gradient.subarray(from, end), 1, end - from, step);
  }
}

/** @param sums [rows, width] gradients of the rows of a table */
export function updateRowsOnCpu(
  table: HostWeight,
  width: number,
  rows: Uint32Array,
  sums: Float32Array,
  step: HostStep,
): void {
  if (step.rule === 'lazy-adam' && rows.length * width > SHARE * table.value.length) {
    adam(table, rows, sums, rows.length, width, step);
    return;
  }
  const apply = ruleOnHost(step.rule, table, step.hyper, step.factor);
  for (let u = 0; u < rows.length; u++) apply(rows[u]! * width, sums, u * width, width);
}

/** Exact Adam, which moves the rows that nothing read, too. @param learning the rows that it moves */
export function updateTableOnCpu(
  table: HostWeight,
  width: number,
  rows: Uint32Array,
  sums: Float32Array,
  learning: readonly RowRange[],
  step: HostStep,
): void {
  for (const [first, last] of learning) {
    const gradient = new Float32Array((last - first) * width);
    rows.forEach((row, u) => {
      if (row >= first && row < last) gradient.set(sums.subarray(u * width, (u + 1) * width), (row - first) * width);
    });
    updateOnCpu(table, gradient, step, first * width);
  }
}

function adam(
  { value, state }: HostWeight,
  rows: Uint32Array | null,
  gradient: Float32Array,
  count: number,
  width: number,
  { rule, hyper, factor }: HostStep,
): void {
  const frame = new Frame();
  const own = [value, ...state];
  const [p, m, v] = own.map((numbers) => frame.put(numbers)) as [number, number, number];
  const places = rows ? frame.putWords(rows) : 0;
  const slopes = frame.put(gradient);
  const { rate, divisor } = adamScale(rule, hyper);
  wasm().adam(p, m, v, places, slopes, count, width, factor, 1 - BETA1, 1 - BETA2, rate, divisor, EPSILON, hyper[3]!);
  own.forEach((numbers, i) => numbers.set(frame.view([p, m, v][i]!, numbers.length)));
}
