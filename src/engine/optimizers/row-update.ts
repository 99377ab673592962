/**
 * The update of an arena's touched rows: deterministic, no atomics, dispatches whose cost does not depend on the size
 * of the tables. One is the rule; where a row has many sources, others sum them in parts before it.
 */
import { rowGradientsOnCpu } from '../embedding/on-cpu';
import { roundToHalves, tableNumbers } from '../halves';
import { kernelForm } from '../kernel-form';
import { WORKGROUP, gridFor, hostArray, mainSource, onGpu, runKernel, webgpuBackend } from '../run-kernel';
import type { Storage } from '../storage';
import type { StorageType } from '../storage-type';
import * as tf from '../tf';
import { innerOf, lanesOf, typeOf } from '../wgsl';
import { normGrid, sumSquares } from './global-norm';
import type { Hyperparameters } from './hyperparameters';
import { sumSource } from './kernel';
import { updateRowsOnCpu, updateTableOnCpu } from './on-cpu';
import {
  EPSILON,
  adamGatheredSource,
  adamMovedSource,
  elementCall,
  elementSource,
  type ElementRule,
  type Rule,
  type Value,
} from './rules';
import { sumsSource, touchedSource, type TouchedBuffer } from './touched';
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

/** Gradients of looked-up rows, [rows, D]: counted through over the leaves of an arena. */
export interface Leaf {
  gradient: tf.Tensor;
  rows: number;
}

/** Sums the gradient of each touched row and applies the rule to it, in place. */
export function updateRows(step: ArenaStep, given: readonly Leaf[], hyper: Hyperparameters): void {
  const { arena, rule, touched, learning } = step;
  const { width, value, state } = arena;
  if (!onGpu()) {
    const sums = hostSums(touched, given, width);
    const table = { value: value.host, state: state.map(({ host }) => host) };
    const own = { rule, hyper: hyper.hostRow(touched.group), factor: hyper.hostClip[0] ?? 1 };
    const { unique } = touched.host;
    if (rule === 'adam') updateTableOnCpu(table, width, unique, sums, learning, own);
    else updateRowsOnCpu(table, width, unique, sums, own);
    if (value.type === 'float16') {
      const moved: Iterable<RowRange> =
        rule === 'adam' ? learning : Array.from(unique, (row): RowRange => [row, row + 1]);
      for (const [first, last] of moved)
        roundToHalves(table.value, first * width, (last - first) * width, hyper.hostRoundingKey);
    }
    return;
  }
  const own = [value, ...state].map(({ binding }) => binding);
  // The hyperparameters are a uniform and take none of the storage bindings.
  const most = webgpuBackend().device.limits.maxStorageBuffersPerShaderStage;
  const leaves = bindable(given, width, most - 2 - own.length);
  const rows = [touched.storage.binding, touched.sums.binding];
  const sources = leaves.map(({ gradient }) => gradient);
  const source = hyper.source(0);
  if (rule === 'adam') {
    runKernel(
      `gradients into the moments of ${arena.name}`,
      gatheredSource(width, source, gradientOf(leaves, width, 3 + state.length)),
      [hyper.storage.binding, ...rows, ...state.map(({ binding }) => binding), ...sources],
      rowsGrid(touched, width),
    );
    for (const [first, last] of learning) {
      runKernel(
        `${rule} of ${arena.name}`,
        movedSource({ width, type: value.type, hyper: source, group: touched.group, range: [first, last] }),
        [hyper.storage.binding, ...own],
        gridFor(((last - first) * width) / lanesOf(width)),
      );
    }
    return;
  }
  const from = gradientOf(leaves, width, 3 + own.length);
  runKernel(
    `${rule} of ${arena.name}`,
    rule === 'row-adagrad'
      ? adagradSource(width, value.type, source, from)
      : elementsSource(rule, width, value.type, source, from),
    [hyper.storage.binding, ...rows, ...own, ...sources],
    rule === 'row-adagrad'
      ? () => gridFor(touched.host.unique.length * threadsPerRow(width))
      : rowsGrid(touched, width),
  );
}

/** Sums the gradients of rows of many sources in parts, which `updateRows` and `squareRows` go on from. */
export function sumSources({ arena: { name, width }, touched }: ArenaStep, given: readonly Leaf[]): void {
  if (!onGpu() || touched.levels === 0) return;
  const across = width / lanesOf(width);
  const leaves = bindable(given, width, webgpuBackend().device.limits.maxStorageBuffersPerShaderStage - 2);
  for (let level = 0; level < touched.levels; level++) {
    const first = level === 0;
    runKernel(
      `sums of ${name}`,
      partsSource(level, width, first ? gradientOf(leaves, width, 2) : ''),
      [touched.storage.binding, touched.sums.binding, ...(first ? leaves.map(({ gradient }) => gradient) : [])],
      () => gridFor(touched.jobsOf(level) * across),
    );
  }
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
  const leaves = bindable(given, width, webgpuBackend().device.limits.maxStorageBuffersPerShaderStage - 3);
  runKernel(
    `norm of ${name}`,
    squaresSource(width, gradientOf(leaves, width, 3)),
    [touched.storage.binding, touched.sums.binding, parts.binding, ...leaves.map(({ gradient }) => gradient)],
    normGrid((touched.most * width) / lanesOf(width)),
  );
}

/** More threads than this take turns: where the adapter is a CPU, more would only wait for each other. */
const MOST_THREADS = 2 ** 16;
const MOST_THREADS_ON_CPU = 2 ** 12;
const rowsGrid = (touched: TouchedBuffer, width: number) => (): [number, number, number] =>
  gridFor(
    Math.min(
      (touched.host.unique.length * width) / lanesOf(width),
      kernelForm().software ? MOST_THREADS_ON_CPU : MOST_THREADS,
    ),
  );

const rowsOf = ({ gradient }: Leaf, width: number): tf.Tensor => tf.reshape(gradient, [-1, width]);

/** Leaves that need at most `most` bindings: where there are more, all are put one behind the other. */
function bindable(leaves: readonly Leaf[], width: number, most: number): readonly Leaf[] {
  if (leaves.length <= most) return leaves;
  const gradient = tf.concat(
    leaves.map((leaf) => rowsOf(leaf, width)),
    0,
  );
  return [{ gradient, rows: leaves.reduce((sum, { rows }) => sum + rows, 0) }];
}

function hostSums(touched: TouchedBuffer, leaves: readonly Leaf[], width: number): Float32Array {
  let rowsBefore = 0;
  const counted = leaves.map(({ gradient, rows }) => {
    const first = rowsBefore;
    rowsBefore += rows;
    return { first, gradient: hostArray(gradient) };
  });
  return rowGradientsOnCpu(touched.host, counted, width);
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
  let firstRow = 0;
  leaves.forEach(({ rows }, i) => {
    declared.push(`@group(0) @binding(${first + i}) var<storage, read> leaf${i}: array<${type}>;`);
    const value = `leaf${i}[(row - ${firstRow}u) * ${across}u + column]`;
    firstRow += rows;
    cases.push(i === leaves.length - 1 ? `  return ${value};` : `  if (row < ${firstRow}u) { return ${value}; }`);
  });
  return `${declared.join('\n')}
fn gradient(row: u32, column: u32) -> ${type} {
${cases.join('\n')}
}`;
}

const stateSource = (names: readonly string[], type: string, first: number): string =>
  names
    .map((name, i) => `@group(0) @binding(${first + i}) var<storage, read_write> ${name}: array<${type}>;`)
    .join('\n');

/** One thread per lane of a sum. */
const partsSource = (level: number, width: number, gradient: string): string => `
${sumsSource(level, width)}
${gradient}
${mainSource(`
  let across = ${width / lanesOf(width)}u;
  if (index >= jobs() * across) { return; }
  let job = firstJob() + index / across;
  sums[job * across + index % across] = summedBefore(job, index % across);`)}`;

/** WGSL of the table, `value`, and how the value of `at` is read and written there. */
function valueSource(width: number, type: StorageType, binding: number): { source: string; value: Value } {
  const numbers = tableNumbers(type, width, 'roundingKey()');
  return {
    source: stateSource(['value'], numbers.element, binding) + numbers.source,
    value: {
      read: numbers.read('value[at]'),
      write: (to) => `value[at] = ${numbers.write(to, 'at')};`,
    },
  };
}

/** One thread per lane of a touched row. */
function elementsSource(
  rule: ElementRule,
  width: number,
  stored: StorageType,
  hyper: string,
  gradient: string,
): string {
  const type = typeOf(width);
  const across = width / lanesOf(width);
  const { source, value } = valueSource(width, stored, 3);
  return `${hyper}
${touchedSource(1, width)}
${source}
${stateSource(rule === 'sgd' ? [] : ['moment1', 'moment2'], type, 4)}
${gradient}
${elementSource(rule, type, undefined, value)}
${mainSource(`
  for (var at = index; at < touchedRows() * ${across}u; at += groups.x * groups.y * ${WORKGROUP}u) {
    let u = at / ${across}u;
    let column = at % ${across}u;
    ${elementCall(rule, `tableRow(u) * ${across}u + column`, 'clipFactor() * summed(u, column)', 'hyper[optimizerGroup()]')}
  }`)}`;
}

/** As `elementsSource`, for the first pass of exact Adam. */
const gatheredSource = (width: number, hyper: string, gradient: string): string => `${hyper}
${touchedSource(1, width)}
${stateSource(['moment1', 'moment2'], typeOf(width), 3)}
${gradient}
${adamGatheredSource(typeOf(width))}
${mainSource(`
  for (var at = index; at < touchedRows() * ${width / lanesOf(width)}u; at += groups.x * groups.y * ${WORKGROUP}u) {
    let u = at / ${width / lanesOf(width)}u;
    let column = at % ${width / lanesOf(width)}u;
    adamGathered(tableRow(u) * ${width / lanesOf(width)}u + column, clipFactor() * summed(u, column));
  }`)}`;

/** One thread per lane of the rows that learn. */
function movedSource({
  width,
  type,
  hyper,
  group,
  range: [first, last],
}: {
  width: number;
  type: StorageType;
  hyper: string;
  group: number;
  range: RowRange;
}): string {
  const { source, value } = valueSource(width, type, 1);
  const across = width / lanesOf(width);
  return `${hyper}
${source}
${stateSource(['moment1', 'moment2'], typeOf(width), 2)}
${adamMovedSource(value)}
${mainSource(`
  if (index >= ${(last - first) * across}u) { return; }
  adamMoved(${first * across}u + index, hyper[${group}]);`)}`;
}

/**
 * Neighbouring threads that share a row under row-wise Adagrad: the next power of two above its lanes, at most a
 * workgroup.
 */
const threadsPerRow = (width: number): number => Math.min(WORKGROUP, 2 ** Math.ceil(Math.log2(width / lanesOf(width))));

/** The threads of a row sum its squares in a fixed order, then each updates its columns. */
function adagradSource(width: number, stored: StorageType, hyper: string, gradient: string): string {
  const type = typeOf(width);
  const { source, value } = valueSource(width, stored, 3);
  const across = width / lanesOf(width);
  const threads = threadsPerRow(width);
  const columns = Math.ceil(across / threads);
  return `${hyper}
${touchedSource(1, width)}
${source}
${stateSource(['accumulator'], 'f32', 4)}
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
    let p = ${value.read};
    ${value.write('p - rate.w * p - rate.x * g[i] / scale')}
  }`)}`;
}

function squaresSource(width: number, gradient: string): string {
  const across = width / lanesOf(width);
  return `${touchedSource(0, width)}
@group(0) @binding(2) var<storage, read_write> parts: array<f32>;
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
