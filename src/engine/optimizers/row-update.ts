/** The update of a table's touched rows: deterministic, no atomics, one dispatch whose cost does not depend on the size of the table. */
import type * as tf from '@tensorflow/tfjs';
import { lanesOf } from '../embedding/lookup';
import { rowGradients } from '../embedding/reference';
import { WORKGROUP, gridFor, hostArray, onGpu, runKernel } from '../run-kernel';
import type { Storage } from '../storage';
import { normGrid, sumSquares } from './global-norm';
import type { Hyperparameters } from './hyperparameters';
import { mainSource, sumSource } from './kernel';
import { EPSILON, applyRule, elementCall, elementSource } from './rules';
import type { ElementRule, Lanes, Rule } from './rules';
import { touchedSource } from './touched';
import type { TouchedBuffer } from './touched';
import type { WeightStore } from './weights';

/** A table in a step: `touched` says which rows, and holds all rows under `adam`, whose untouched rows have gradient 0 and still move. */
export interface TableStep { path: string; rule: Rule; touched: TouchedBuffer }

/** Leaf gradients of a table's lookups, [N_i, D], in the order their rows are counted in the touched rows; one or two. */
export type Leaves = readonly tf.Tensor[];

/** Sums the gradient of each touched row and applies the rule to it, in place. */
export function updateRows(weights: WeightStore, { path, rule, touched }: TableStep, leaves: Leaves, hyper: Hyperparameters): void {
  const width = weights.shape(path)[1] ?? 0;
  if (!onGpu()) {
    const sums = hostSums(touched, leaves, width);
    const factor = hyper.hostClip[0] ?? 1;
    const weight = weights.host(path);
    touched.host.unique.forEach((row, u) => {
      const gradient = sums.subarray(u * width, (u + 1) * width).map((g) => factor * g);
      applyRule(rule, weight, row * width, gradient, hyper.hostRow(touched.group));
    });
    return;
  }
  const state = [weights.storage(path), ...weights.state(path)].map(({ binding }) => binding);
  const from = gradientOf(leaves, width, 2 + state.length);
  const bindings = [hyper.storage.binding, touched.storage.binding, ...state, ...leaves];
  if (rule === 'row-adagrad') runKernel(`${rule} ${path}`, adagradSource(width, hyper.source(0), from), bindings, gridFor(touched.most * threadsPerRow(width)));
  else runKernel(`${rule} ${path}`, elementsSource(rule, width, hyper.source(0), from), bindings, gridFor((touched.most * width) / lanesOf(width)));
}

/** Writes the sum of squares of the touched rows' gradients, duplicates summed first, in parts. */
export function squareRows(weights: WeightStore, { path, touched }: TableStep, leaves: Leaves, parts: Storage): void {
  const width = weights.shape(path)[1] ?? 0;
  if (!onGpu()) {
    parts.host[0] = sumSquares(hostSums(touched, leaves, width));
    return;
  }
  runKernel(`norm of ${path}`, squaresSource(width, gradientOf(leaves, width, 2)), [touched.storage.binding, parts.binding, ...leaves], normGrid((touched.most * width) / lanesOf(width)));
}

const hostSums = (touched: TouchedBuffer, leaves: Leaves, width: number): Float32Array => rowGradients(touched.host, leaves.map(hostArray), width);

const typeOf = (width: number): Lanes => (lanesOf(width) === 4 ? 'vec4<f32>' : 'f32');

/** WGSL: `gradient(row, column)`, the only place that knows where the gradient of a looked-up row lies. @param first binding of the first leaf */
function gradientOf(leaves: Leaves, width: number, first: number): string {
  const [one, two, ...more] = leaves;
  if (!one || more.length > 0) throw new Error(`internal: ${leaves.length} leaf gradients of a table; one or two are taken`);
  const type = typeOf(width);
  const across = width / lanesOf(width);
  const rows = one.size / width;
  return `
@group(0) @binding(${first}) var<storage, read> leaf0: array<${type}>;
${two ? `@group(0) @binding(${first + 1}) var<storage, read> leaf1: array<${type}>;` : ''}
fn gradient(row: u32, column: u32) -> ${type} {
  ${two ? `if (row >= ${rows}u) { return leaf1[(row - ${rows}u) * ${across}u + column]; }` : ''}
  return leaf0[row * ${across}u + column];
}`;
}

const stateSource = (names: readonly string[], type: Lanes | 'f32', first: number): string =>
  names.map((name, i) => `@group(0) @binding(${first + i}) var<storage, read_write> ${name}: array<${type}>;`).join('\n');

/** One thread per lane of a touched row. */
function elementsSource(rule: ElementRule, width: number, hyper: string, gradient: string): string {
  const type = typeOf(width);
  const across = width / lanesOf(width);
  return `${hyper}
${touchedSource(1, type)}
${stateSource(rule === 'sgd' ? ['value'] : ['value', 'moment1', 'moment2'], type, 2)}
${gradient}
${elementSource(rule, type)}
${mainSource(`
  let u = index / ${across}u;
  if (u >= touchedRows()) { return; }
  let column = index % ${across}u;
  ${elementCall(rule, `tableRow(u) * ${across}u + column`, 'clipFactor() * summed(u, column)', 'hyper[optimizerGroup()]')}`)}`;
}

/** Neighbouring threads that share a row under row-wise Adagrad: the next power of two above its lanes, at most a workgroup. */
const threadsPerRow = (width: number): number => Math.min(WORKGROUP, 2 ** Math.ceil(Math.log2(width / lanesOf(width))));

/** The threads of a row sum its squares in a fixed order, then each updates its columns. */
function adagradSource(width: number, hyper: string, gradient: string): string {
  const type = typeOf(width);
  const across = width / lanesOf(width);
  const threads = threadsPerRow(width);
  const columns = Math.ceil(across / threads);
  return `${hyper}
${touchedSource(1, type)}
${stateSource(['value'], type, 2)}
${stateSource(['accumulator'], 'f32', 3)}
${gradient}
${sumSource(threads)}
${mainSource(`
  let u = index / ${threads}u;
  let lane = index % ${threads}u;
  let live = u < touchedRows();
  var g: array<${type}, ${columns}>;
  var square = 0.0;
  var row = 0u;
  var before = 0.0;
  if (live) {
    row = tableRow(u);
    before = accumulator[row];
    for (var i = 0u; i < ${columns}u; i++) {
      let column = i * ${threads}u + lane;
      if (column >= ${across}u) { break; }
      g[i] = clipFactor() * summed(u, column);
      square += ${squareOf(type, 'g[i]')};
    }
  }
  // Every thread of the row has read the accumulator before one of them writes it.
  storageBarrier();
  let after = before + sumOver(local, square) / ${width};
  if (!live) { return; }
  if (lane == 0u) { accumulator[row] = after; }
  let scale = sqrt(after) + ${EPSILON};
  let rate = hyper[optimizerGroup()];
  for (var i = 0u; i < ${columns}u; i++) {
    let column = i * ${threads}u + lane;
    if (column >= ${across}u) { break; }
    let at = row * ${across}u + column;
    let p = value[at];
    value[at] = p - rate.w * p - rate.x * g[i] / scale;
  }`)}`;
}

function squaresSource(width: number, gradient: string): string {
  const type = typeOf(width);
  const across = width / lanesOf(width);
  return `${touchedSource(0, type)}
@group(0) @binding(1) var<storage, read_write> parts: array<f32>;
${gradient}
${sumSource(WORKGROUP)}
${mainSource(`
  var square = 0.0;
  for (var at = index; at < touchedRows() * ${across}u; at += groups.x * ${WORKGROUP}u) {
    let g = summed(at / ${across}u, at % ${across}u);
    square += ${squareOf(type, 'g')};
  }
  let sum = sumOver(local, square);
  if (local == 0u) { parts[group.x] = sum; }`)}`;
}

const squareOf = (type: Lanes, g: string): string => (type === 'f32' ? `${g} * ${g}` : `dot(${g}, ${g})`);
