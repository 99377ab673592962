import { mainOver, WORKGROUP } from '../../run-kernel';
import { putTogether, walkSource } from '../../row-walk';
import { each, opaqueBy } from '../../wgsl';
import type { Labels } from './class-entropy';

export interface Shape {
  rows: number;
  across: number;
  classes: number;
  /** All classes in one matrix. */
  isJoined: boolean;
  possible: number;
  labels: Labels;
}

/** Where the number of class c at place `at` lies, in the buffers of such a name. */
const placeOf = ({ isJoined, rows, across }: Shape, name: string, c: number): string =>
  isJoined ? `${name}0[${c * rows * across}u + at]` : `${name}${c}[at]`;

/** How many matrices of logits are read; what is not read may not be bound. */
export const readOf = ({ isJoined, possible }: Pick<Shape, 'isJoined' | 'possible'>): number =>
  isJoined ? 1 : possible;

const matrices = (count: number, name: string, access: string, from: number): string =>
  each(count, (i) => `@group(0) @binding(${from + i}) var<storage, ${access}> ${name}${i}: array<f32>;`);

/** WGSL: how much column n of a row counts. */
const counts = ({ labels: { first }, across }: Shape): string => `
fn count_of(row: u32, n: u32) -> f32 {
  ${first === null ? `return weight[row * ${across}u + n];` : `if (n == 0u) { return 1.0; }\n  return weight[row * ${across - 1}u + n - 1u];`}
}`;

/** WGSL of each class's logit and its exp beside the largest, and their sum. */
const shares = (shape: Shape): string => {
  const { possible } = shape;
  const named = (name: string): string[] => Array.from({ length: possible }, (_, c) => `${name}${c}`);
  return `
${each(possible, (c) => `    let l${c} = ${placeOf(shape, 'logits', c)};`)}
    let top = ${named('l').reduce((a, b) => `max(${a}, ${b})`)};
${each(possible, (c) => `    let e${c} = exp(l${c} - top);`)}
    let sum = ${named('e').join(' + ')};`;
};

/** WGSL: what stands for the label of column n among such names. */
const labelled = ({ labels: { first, others } }: Shape, of: (c: number) => string): string =>
  first === null ? of(others) : `select(${of(others)}, ${of(first)}, n == 0u)`;

/** Bindings: sums, weight, logits that are read. */
export function entropySource(shape: Shape): string {
  const { rows, across } = shape;
  const together = putTogether('sums', 'vec2<f32>', 'return a + b;');
  return `
@group(0) @binding(0) var<storage, read_write> result: array<vec2<f32>>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
${matrices(readOf(shape), 'logits', 'read', 2)}
${opaqueBy('result')}
${counts(shape)}
${together.declared}
${walkSource(
  `${rows}u`,
  `opaque(${across}u)`,
  1,
  `
  var sums = vec2<f32>();
  for (var n = begin; n < end; n++) {
    let at = row * ${across}u + n;
${shares(shape)}
    sums += count_of(row, n) * vec2<f32>(top + log(sum) - ${labelled(shape, (c) => `l${c}`)}, 1.0);
  }
${together.after}
  if (lane == 0u) { result[row] = sums; }`,
)}`;
}

/** Bindings: dy, weight, logits that are read, slopes of all. */
export function slopesSource(shape: Shape): string {
  const { rows, across, classes, possible, isJoined } = shape;
  const slope = (c: number): string =>
    c < possible ? `factor * (e${c} / sum - ${labelled(shape, (label) => (label === c ? '1.0' : '0.0'))})` : '0.0';
  return `
@group(0) @binding(0) var<storage, read> dy: array<vec2<f32>>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
${matrices(readOf(shape), 'logits', 'read', 2)}
${matrices(isJoined ? 1 : classes, 'slopes', 'read_write', 2 + readOf(shape))}
${counts(shape)}
${mainOver(
  rows * across,
  `
    let at = index;
    let row = at / ${across}u;
    let n = at % ${across}u;
${shares(shape)}
    let factor = dy[row].x * count_of(row, n);
${each(classes, (c) => `    ${placeOf(shape, 'slopes', c)} = ${slope(c)};`)}`,
)}`;
}

/**
 * One workgroup: each lane adds up the rows that are its own, the first the lanes. Bindings: sums, weight, mean, total.
 */
export const meanSource = (rows: number, least: number): string => `
@group(0) @binding(0) var<storage, read> sums: array<vec2<f32>>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> mean: array<f32>;
@group(0) @binding(3) var<storage, read_write> total: array<f32>;
var<workgroup> all: array<vec2<f32>, ${WORKGROUP}>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32) {
  var own = vec2<f32>();
  for (var row = local; row < ${rows}u; row += ${WORKGROUP}u) { own += weight[row] * sums[row]; }
  all[local] = own;
  workgroupBarrier();
  if (local > 0u) { return; }
  for (var lane = 1u; lane < ${WORKGROUP}u; lane++) { own += all[lane]; }
  total[0] = max(own.y, ${least});
  mean[0] = own.x / total[0];
}`;

/** Bindings: dy, weight, total, slopes. */
export const meanGradientSource = (rows: number): string => `
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read> total: array<f32>;
@group(0) @binding(3) var<storage, read_write> slopes: array<vec2<f32>>;
${mainOver(rows, `  slopes[index] = vec2<f32>(dy[0] * weight[index] / total[0], 0.0);`)}`;
