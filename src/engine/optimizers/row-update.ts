/**
 * The update of an arena's touched rows: deterministic, no atomics, one dispatch whose cost does not depend on the size
 * of the tables.
 */
import * as tf from '@tensorflow/tfjs';
import { rowGradients } from '../embedding/reference';
import { kernelForm } from '../kernel-form';
import { WORKGROUP, gridFor, hostArray, mainSource, onGpu, runKernel, webgpuBackend } from '../run-kernel';
import type { Storage } from '../storage';
import { innerOf, lanesOf, typeOf, type Lanes } from '../wgsl';
import { normGrid, sumSquares } from './global-norm';
import type { Hyperparameters } from './hyperparameters';
import { sumSource } from './kernel';
import {
  EPSILON,
  adamGatheredSource,
  adamMovedSource,
  applyRule,
  elementCall,
  elementSource,
  type ElementRule,
  type Rule,
} from './rules';
import { touchedSource, type TouchedBuffer } from './touched';
import type { Arena } from './weights';

/** Rows of an arena, from the first to before the last. */
export type RowRange = readonly [first: number, last: number];

/**
 * An arena in a step: `touched` says which rows were read; `learning` are those of the tables that learn, which exact
 * Adam moves whether read or not.
 */
export interface ArenaStep {
  arena: Arena;
  rule: Rule;
  touched: TouchedBuffer;
  learning: readonly RowRange[];
}

/** Where gradients of looked-up rows lie: `rows` of them, counted through over the leaves of an arena. */
export type Leaf =
  /** [rows, D] */
  | { kind: 'rows'; gradient: tf.Tensor; rows: number }
  /**
   * [R, F x D]: row (r T + t) F + f is shares[r, t] x gradient[r, f]; what pooling a history hands down, never stored.
   */
  | { kind: 'pooled'; gradient: tf.Tensor; shares: tf.Tensor; fields: number; rows: number };

/** Sums the gradient of each touched row and applies the rule to it, in place. */
export function updateRows(
  { arena, rule, touched, learning }: ArenaStep,
  given: readonly Leaf[],
  hyper: Hyperparameters,
): void {
  const { width, value, state } = arena;
  if (!onGpu()) {
    const sums = hostSums(touched, given, width);
    const factor = hyper.hostClip[0] ?? 1;
    const weight = { value: value.host, state: state.map(({ host }) => host) };
    const place = new Map(Array.from(touched.host.unique, (row, u) => [row, u]));
    const none = new Float32Array(width);
    const moved =
      rule === 'adam'
        ? learning.flatMap(([first, last]) => Array.from({ length: last - first }, (_, i) => first + i))
        : touched.host.unique;
    for (const row of moved) {
      const u = place.get(row);
      const gradient = u === undefined ? none : sums.subarray(u * width, (u + 1) * width).map((g) => factor * g);
      applyRule(rule, weight, row * width, gradient, hyper.hostRow(touched.group));
    }
    return;
  }
  const own = [value, ...state].map(({ binding }) => binding);
  // The hyperparameters are a uniform and take none of the storage bindings.
  const leaves = bindable(given, width, webgpuBackend().device.limits.maxStorageBuffersPerShaderStage - 1 - own.length);
  const from = gradientOf(leaves, width, 2 + own.length);
  const bindings = [hyper.storage.binding, touched.storage.binding, ...own, ...leaves.flatMap(tensorsOf)];
  if (rule === 'adam') {
    const gathered = gatheredSource(width, hyper.source(0), gradientOf(leaves, width, 2 + state.length));
    const read = [
      hyper.storage.binding,
      touched.storage.binding,
      ...state.map(({ binding }) => binding),
      ...leaves.flatMap(tensorsOf),
    ];
    runKernel(`gradients into the moments of ${arena.name}`, gathered, read, rowsGrid(touched, width));
    for (const [first, last] of learning) {
      runKernel(
        `${rule} of ${arena.name}`,
        movedSource(width, hyper.source(0), touched.group, first, last),
        [hyper.storage.binding, ...own],
        gridFor(((last - first) * width) / lanesOf(width)),
      );
    }
  } else if (rule === 'row-adagrad')
    runKernel(
      `${rule} of ${arena.name}`,
      adagradSource(width, hyper.source(0), from),
      bindings,
      gridFor(touched.most * threadsPerRow(width)),
    );
  else
    runKernel(
      `${rule} of ${arena.name}`,
      elementsSource(rule, width, hyper.source(0), from),
      bindings,
      rowsGrid(touched, width),
    );
}

/** Writes the sum of squares of the touched rows' gradients, duplicates summed first, in parts. */
export function squareRows(
  { arena: { name, width }, touched }: ArenaStep,
  given: readonly Leaf[],
  parts: Storage,
): void {
  if (!onGpu()) {
    parts.host[0] = sumSquares(hostSums(touched, given, width));
    return;
  }
  const leaves = bindable(given, width, webgpuBackend().device.limits.maxStorageBuffersPerShaderStage - 2);
  runKernel(
    `norm of ${name}`,
    squaresSource(width, gradientOf(leaves, width, 2)),
    [touched.storage.binding, parts.binding, ...leaves.flatMap(tensorsOf)],
    normGrid((touched.most * width) / lanesOf(width)),
  );
}

/**
 * More threads than this take turns: most steps touch far fewer rows than they could, and on a CPU adapter a thread
 * that finds nothing to do costs all the same.
 */
const MOST_THREADS = 2 ** 16;
const MOST_THREADS_ON_CPU = 2 ** 12;
const rowsGrid = ({ most }: TouchedBuffer, width: number): [number, number, number] =>
  gridFor(Math.min((most * width) / lanesOf(width), kernelForm().software ? MOST_THREADS_ON_CPU : MOST_THREADS));

const tensorsOf = (leaf: Leaf): tf.Tensor[] => (leaf.kind === 'rows' ? [leaf.gradient] : [leaf.gradient, leaf.shares]);
const rowsOf = ({ gradient }: Leaf, width: number): tf.Tensor => tf.reshape(gradient, [-1, width]);

/**
 * Leaves that need at most `most` bindings: where there are more, pooled ones are written out, and all are put one
 * behind the other.
 */
function bindable(leaves: readonly Leaf[], width: number, most: number): Leaf[] {
  if (leaves.flatMap(tensorsOf).length <= most) return [...leaves];
  const gradient = tf.concat(
    leaves.map((leaf) => rowsOf({ ...leaf, gradient: writtenOut(leaf, width) }, width)),
    0,
  );
  return [{ kind: 'rows', gradient, rows: leaves.reduce((sum, { rows }) => sum + rows, 0) }];
}

/** [rows, D] in the order of the leaf's rows. */
function writtenOut(leaf: Leaf, width: number): tf.Tensor {
  if (leaf.kind === 'rows') return leaf.gradient;
  const { gradient, shares, fields } = leaf;
  const [rows = 0, events = 0] = shares.shape;
  return tf.reshape(tf.mul(tf.reshape(shares, [rows, events, 1, 1]), tf.reshape(gradient, [rows, 1, fields, width])), [
    -1,
    width,
  ]);
}

function hostSums(touched: TouchedBuffer, leaves: readonly Leaf[], width: number): Float32Array {
  return tf.tidy(() =>
    rowGradients(
      touched.host,
      hostArray(
        tf.concat(
          leaves.map((leaf) => rowsOf({ ...leaf, gradient: writtenOut(leaf, width) }, width)),
          0,
        ),
      ),
      width,
    ),
  );
}

/**
 * WGSL: `gradient(row, column)`, the only place that knows where the gradient of a looked-up row lies.
 * @param first binding of the first leaf
 */
function gradientOf(leaves: readonly Leaf[], width: number, first: number): string {
  const type = typeOf(width);
  const across = width / lanesOf(width);
  const declared: string[] = [];
  const cases: string[] = [];
  let binding = first;
  let firstRow = 0;
  leaves.forEach((leaf, i) => {
    declared.push(`@group(0) @binding(${binding++}) var<storage, read> leaf${i}: array<${type}>;`);
    if (leaf.kind === 'pooled')
      declared.push(`@group(0) @binding(${binding++}) var<storage, read> shares${i}: array<f32>;`);
    const at = `row - ${firstRow}u`;
    const events = leaf.kind === 'pooled' ? leaf.shares.shape[1]! : 1;
    const value =
      leaf.kind === 'rows'
        ? `leaf${i}[(${at}) * ${across}u + column]`
        : `shares${i}[(${at}) / ${leaf.fields}u] * leaf${i}[((${at}) / ${leaf.fields * events}u * ${leaf.fields}u + (${at}) % ${leaf.fields}u) * ${across}u + column]`;
    firstRow += leaf.rows;
    cases.push(i === leaves.length - 1 ? `  return ${value};` : `  if (row < ${firstRow}u) { return ${value}; }`);
  });
  return `${declared.join('\n')}
fn gradient(row: u32, column: u32) -> ${type} {
${cases.join('\n')}
}`;
}

const stateSource = (names: readonly string[], type: Lanes | 'f32', first: number): string =>
  names
    .map((name, i) => `@group(0) @binding(${first + i}) var<storage, read_write> ${name}: array<${type}>;`)
    .join('\n');

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
  for (var at = index; at < touchedRows() * ${across}u; at += groups.x * groups.y * ${WORKGROUP}u) {
    let u = at / ${across}u;
    let column = at % ${across}u;
    ${elementCall(rule, `tableRow(u) * ${across}u + column`, 'clipFactor() * summed(u, column)', 'hyper[optimizerGroup()]')}
  }`)}`;
}

/** As `elementsSource`, for the first pass of exact Adam. */
const gatheredSource = (width: number, hyper: string, gradient: string): string => `${hyper}
${touchedSource(1, typeOf(width))}
${stateSource(['moment1', 'moment2'], typeOf(width), 2)}
${gradient}
${adamGatheredSource(typeOf(width))}
${mainSource(`
  for (var at = index; at < touchedRows() * ${width / lanesOf(width)}u; at += groups.x * groups.y * ${WORKGROUP}u) {
    let u = at / ${width / lanesOf(width)}u;
    let column = at % ${width / lanesOf(width)}u;
    adamGathered(tableRow(u) * ${width / lanesOf(width)}u + column, clipFactor() * summed(u, column));
  }`)}`;

/** One thread per lane of the rows that learn. */
const movedSource = (width: number, hyper: string, group: number, first: number, last: number): string => `${hyper}
${stateSource(['value', 'moment1', 'moment2'], typeOf(width), 1)}
${adamMovedSource()}
${mainSource(`
  if (index >= ${((last - first) * width) / lanesOf(width)}u) { return; }
  adamMoved(${(first * width) / lanesOf(width)}u + index, hyper[${group}]);`)}`;

/**
 * Neighbouring threads that share a row under row-wise Adagrad: the next power of two above its lanes, at most a
 * workgroup.
 */
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
      square += ${innerOf(width, 'g[i]', 'g[i]')};
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
    square += ${innerOf(width, 'g', 'g')};
  }
  let sum = sumOver(local, square);
  if (local == 0u) { parts[group.x] = sum; }`)}`;
}
