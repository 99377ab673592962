/**
 * The update rules, once as WGSL and once as plain arithmetic. State is addressed by the weight's path, steps are
 * counted as an integer.
 */
import type { Lanes } from '../wgsl';

export type Rule = 'adam' | 'lazy-adam' | 'row-adagrad' | 'sgd';
/** Rules that treat every number by itself. */
export type ElementRule = Exclude<Rule, 'row-adagrad'>;

export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const EPSILON = 1e-8;

/**
 * What the `update`-th update (from 1) needs besides the weight: [lr, 1 - beta1^t, sqrt(1 - beta2^t), lr x decay], in
 * double until the last moment.
 */
export const hyperparameters = (
  learningRate: number,
  weightDecay: number,
  update: number,
): readonly [number, number, number, number] => [
  learningRate,
  1 - BETA1 ** update,
  Math.sqrt(1 - BETA2 ** update),
  learningRate * weightDecay,
];

/** Shapes of what a rule keeps beside a weight of `shape`: two moments, one accumulator per row, or nothing. */
export function stateShapes(rule: Rule, shape: readonly number[]): (readonly number[])[] {
  if (rule === 'sgd') return [];
  return rule === 'row-adagrad' ? [shape.slice(0, 1)] : [shape, shape];
}

const NAMES: Record<ElementRule, string> = { adam: 'adam', 'lazy-adam': 'lazyAdam', sgd: 'sgd' };

/** The call that updates `value[at]` in WGSL that holds `elementSource` of the rule. */
export const elementCall = (rule: ElementRule, at: string, gradient: string, hyper: string): string =>
  `${NAMES[rule]}(${at}, ${gradient}, ${hyper});`;

/** How WGSL reads and writes the value of `at`. */
export interface Value {
  read: string;
  write(to: string): string;
}
const PLAIN: Value = { read: 'value[at]', write: (to) => `value[at] = ${to};` };

/**
 * `adam` is Kingma and Ba (2015) as torch.optim.Adam computes it; `lazy-adam` is torch.optim.SparseAdam: the same
 * moments, but epsilon is added before the second moment's bias correction. Weight decay is decoupled (AdamW). Each
 * factor stays in this order so that the plain version agrees to float error.
 * @param type what one call updates: f32 or vec4<f32>
 * @param moments where the moments of `at` lie
 * @param value how its number is read and written
 */
export function elementSource(
  rule: ElementRule,
  type: Lanes,
  moments: readonly [string, string] = ['moment1[at]', 'moment2[at]'],
  value: Value = PLAIN,
): string {
  const head = `fn ${NAMES[rule]}(at: u32, g: ${type}, hyper: vec4<f32>) {\n  let p = ${value.read};\n  let decayed = p - hyper.w * p;`;
  if (rule === 'sgd') return `${head}\n  ${value.write('decayed - hyper.x * g')}\n}`;
  const delta =
    rule === 'adam'
      ? `hyper.x / hyper.y * m / (sqrt(v) / hyper.z + ${EPSILON})`
      : `hyper.x * hyper.z / hyper.y * m / (sqrt(v) + ${EPSILON})`;
  const [first, second] = moments;
  return `${head}
  let m = ${first} + (g - ${first}) * ${1 - BETA1};
  let v = ${second} + (g * g - ${second}) * ${1 - BETA2};
  ${first} = m;
  ${second} = v;
  ${value.write(`decayed - ${delta}`)}
}`;
}

/**
 * Exact Adam over a table in two passes, so that the rows nothing read, whose gradient is 0 and which move all the
 * same, need no list: `adamGathered` adds to the moments of a touched row what `adamMoved`, over every row, makes of
 * it. m' = beta1 (m + g (1 - beta1) / beta1).
 */
export const adamGatheredSource = (type: Lanes): string => `
fn adamGathered(at: u32, g: ${type}) {
  moment1[at] += g * ${(1 - BETA1) / BETA1};
  moment2[at] += g * g * ${(1 - BETA2) / BETA2};
}`;
export const adamMovedSource = (value: Value): string => `
fn adamMoved(at: u32, hyper: vec4<f32>) {
  let p = ${value.read};
  let m = moment1[at] * ${BETA1};
  let v = moment2[at] * ${BETA2};
  moment1[at] = m;
  moment2[at] = v;
  ${value.write(`p - hyper.w * p - hyper.x / hyper.y * m / (sqrt(v) / hyper.z + ${EPSILON})`)}
}`;

/**
 * Of p -= rate m / (sqrt(v) / divisor + epsilon): where epsilon stands is all that tells the rules apart, see
 * `elementSource`.
 */
export function adamScale(rule: Rule, hyper: ArrayLike<number>): { rate: number; divisor: number } {
  const [lr, bias1, bias2] = [hyper[0]!, hyper[1]!, hyper[2]!];
  return rule === 'adam' ? { rate: lr / bias1, divisor: bias2 } : { rate: (lr * bias2) / bias1, divisor: 1 };
}

/** A weight on the host; `state` as `stateShapes` lists it. */
export interface HostWeight {
  value: Float32Array;
  state: readonly Float32Array[];
}

/**
 * The plain version of every rule: what comes back updates `count` numbers of a weight from `first` on by the
 * gradients from `at` on. Under `row-adagrad` these are one row of a table, and acc += mean(g^2), p -= lr g /
 * (sqrt(acc) + epsilon): Duchi et al. (2011) with one accumulator per row, as in FBGEMM and TorchRec.
 * @param hyper see `hyperparameters`; @param factor on every gradient
 */
export function ruleOnHost(
  rule: Rule,
  { value, state }: HostWeight,
  hyper: ArrayLike<number>,
  factor: number,
): (first: number, gradient: Float32Array, at: number, count: number) => void {
  const [lr, decay] = [hyper[0]!, hyper[3]!];
  const [moment1, moment2] = state;
  /** p -= decay p + rate g. */
  const move = (first: number, gradient: Float32Array, at: number, count: number, rate: number): void => {
    for (let i = 0; i < count; i++) {
      const p = value[first + i]!;
      value[first + i] = p - decay * p - rate * (factor * gradient[at + i]!);
    }
  };
  if (rule === 'sgd') return (first, gradient, at, count) => move(first, gradient, at, count, lr);
  if (rule === 'row-adagrad')
    return (first, gradient, at, count) => {
      let squares = 0;
      for (let i = at; i < at + count; i++) squares += (factor * gradient[i]!) ** 2;
      const accumulated = moment1![first / count]! + squares / count;
      moment1![first / count] = accumulated;
      move(first, gradient, at, count, lr / (Math.sqrt(accumulated) + EPSILON));
    };
  const { rate, divisor } = adamScale(rule, hyper);
  return (first, gradient, at, count) => {
    for (let i = 0; i < count; i++) {
      const place = first + i;
      const g = factor * gradient[at + i]!;
      const p = value[place]!;
      const m = moment1![place]! + (g - moment1![place]!) * (1 - BETA1);
      const v = moment2![place]! + (g * g - moment2![place]!) * (1 - BETA2);
      moment1![place] = m;
      moment2![place] = v;
      value[place] = p - decay * p - (rate * m) / (Math.sqrt(v) / divisor + EPSILON);
    }
  };
}
