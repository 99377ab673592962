/** Everything that learns, by path (`user/mlp/layer1/kernel`, `table/item id`): values, moments, in-place updates. */
import type * as tf from '@tensorflow/tfjs';
import { lanesOf } from '../embedding/lookup';
import { gridFor, hostArray, mainOver, onGpu, runKernel } from '../run-kernel';
import type { Binding } from '../run-kernel';
import { Storage } from '../storage';
import { rowGradients } from '../embedding/reference';
import type { TouchedRows } from '../embedding/reference';
import { applyRule, ruleSource, stateBindings, usesMoments } from './rules';
import type { HostState, Lanes, Rule } from './rules';

interface Entry { shape: readonly number[]; value: Storage; moments: readonly [Storage, Storage] | null }

/**
 * The touched rows of one step on the device, packed into one u32 buffer so that a step needs one write and eight storage buffers suffice:
 * count, unique [most], start [most + 1], source [slots], scale bits [slots].
 */
export class TouchedBuffer {
  readonly storage: Storage;
  private readonly packed: Uint32Array<ArrayBuffer>;
  /** The same rows for the plain path. */
  host: TouchedRows = { unique: new Uint32Array(0), start: new Uint32Array(1), source: new Uint32Array(0), scale: new Float32Array(0) };

  /** @param most distinct rows at the most; @param slots looked-up slots at the most */
  constructor(name: string, readonly most: number, readonly slots: number) {
    this.packed = new Uint32Array(2 + 2 * most + 2 * slots);
    this.storage = Storage.create(`touched rows of ${name}`, [this.packed.length], 'int32');
  }

  write(rows: TouchedRows): void {
    const { unique, start, source, scale } = rows;
    if (unique.length > this.most || source.length > this.slots) throw new Error(`touched rows: ${unique.length} rows, ${source.length} slots; room for ${this.most} and ${this.slots}`);
    this.host = rows;
    this.packed[0] = unique.length;
    this.packed.set(unique, 1);
    this.packed.set(start, 1 + this.most);
    this.packed.set(source, 2 + 2 * this.most);
    new Float32Array(this.packed.buffer).set(scale, 2 + 2 * this.most + this.slots);
    if (onGpu()) this.storage.write(this.packed);
  }

  dispose(): void {
    this.storage.dispose();
  }
}

export class WeightStore {
  private readonly entries = new Map<string, Entry>();

  add(path: string, shape: readonly number[], values: Float32Array): void {
    if (this.entries.has(path)) throw new Error(`the weight "${path}" exists already`);
    this.entries.set(path, { shape, value: Storage.create(path, shape, 'float32', values), moments: null });
  }

  private entry(path: string): Entry {
    const entry = this.entries.get(path);
    if (!entry) throw new Error(`no weight "${path}"; known: ${[...this.entries.keys()].join(', ')}`);
    return entry;
  }

  get paths(): string[] {
    return [...this.entries.keys()];
  }

  shape(path: string): readonly number[] {
    return this.entry(path).shape;
  }

  /** A view: the tensor stays the same object while its numbers change in place. */
  tensor(path: string): tf.Tensor {
    return this.entry(path).value.tensor;
  }

  storage(path: string): Storage {
    return this.entry(path).value;
  }

  read(path: string): Promise<Float32Array> {
    return this.entry(path).value.read();
  }

  write(path: string, values: Float32Array): void {
    const { value } = this.entry(path);
    if (values.length !== value.size) throw new Error(`the weight "${path}" holds ${value.size} numbers, got ${values.length}`);
    value.write(values);
  }

  /** Moments for checkpoints; null before the first update or under SGD. */
  async readMoments(path: string): Promise<[Float32Array, Float32Array] | null> {
    const { moments } = this.entry(path);
    return moments ? Promise.all([moments[0].read(), moments[1].read()]) : null;
  }

  writeMoments(path: string, values: readonly [Float32Array, Float32Array]): void {
    const moments = this.momentsOf(path);
    moments[0].write(values[0]);
    moments[1].write(values[1]);
  }

  private momentsOf(path: string): readonly [Storage, Storage] {
    const entry = this.entry(path);
    entry.moments ??= [
      Storage.create(`first moment of ${path}`, entry.shape, 'float32', new Float32Array(entry.value.size)),
      Storage.create(`second moment of ${path}`, entry.shape, 'float32', new Float32Array(entry.value.size)),
    ];
    return entry.moments;
  }

  private stateOf(path: string, rule: Rule): Binding[] {
    const { value } = this.entry(path);
    return usesMoments(rule) ? [value.binding, ...this.momentsOf(path).map((moment) => moment.binding)] : [value.binding];
  }

  private hostState(path: string, rule: Rule): HostState {
    const moments = usesMoments(rule) ? this.momentsOf(path) : null;
    return { value: this.entry(path).value.host, moment1: moments?.[0].host ?? null, moment2: moments?.[1].host ?? null };
  }

  /** Updates every number of a weight from its gradient, in place. @param hyper see `hyperparameters` */
  updateDense(path: string, rule: Rule, gradient: tf.Tensor, hyper: Storage): void {
    const { size } = this.entry(path).value;
    if (!onGpu()) {
      const state = this.hostState(path, rule);
      const g = hostArray(gradient);
      for (let i = 0; i < size; i++) applyRule(rule, state, i, g[i] ?? 0, hyper.host);
      return;
    }
    runKernel(`${rule} ${path}`, denseSource(rule, size), [hyper.binding, gradient, ...this.stateOf(path, rule)], gridFor(size / lanesOf(size)));
  }

  /**
   * Sums the gradient of each touched row in a fixed order and applies the rule to it, in one dispatch: deterministic, no atomics.
   * Under `adam` the rows are all rows of the table (an untouched row has gradient 0 and still moves), under the others only the touched ones.
   * @param gradients leaf gradients of the table's lookups, [N_i, D], in the order their rows are counted in `rows`; one or two
   */
  updateRows(path: string, rule: Rule, gradients: readonly tf.Tensor[], rows: TouchedBuffer, hyper: Storage): void {
    const width = this.entry(path).shape[1] ?? 0;
    const [first, , ...more] = gradients;
    if (!first || more.length > 0) throw new Error(`internal: ${gradients.length} leaf gradients for "${path}"; one or two are taken`);
    if (!onGpu()) {
      const state = this.hostState(path, rule);
      const { host } = rows;
      const sums = rowGradients(host, gradients.map(hostArray), width);
      host.unique.forEach((row, u) => {
        for (let d = 0; d < width; d++) applyRule(rule, state, row * width + d, sums[u * width + d] ?? 0, hyper.host);
      });
      return;
    }
    runKernel(`${rule} ${path}`, rowsSource(rule, rows.most, rows.slots, width, gradients.length === 2 ? first.size / width : null), [hyper.binding, rows.storage.binding, ...this.stateOf(path, rule), ...gradients], gridFor((rows.most * width) / lanesOf(width)));
  }

  dispose(): void {
    for (const { value, moments } of this.entries.values()) {
      value.dispose();
      for (const moment of moments ?? []) moment.dispose();
    }
    this.entries.clear();
  }
}

const lanesType = (size: number): Lanes => (lanesOf(size) === 4 ? 'vec4<f32>' : 'f32');

const denseSource = (rule: Rule, size: number): string => {
  const type = lanesType(size);
  return `
@group(0) @binding(0) var<storage, read> hyper: array<f32>;
@group(0) @binding(1) var<storage, read> gradient: array<${type}>;
${stateBindings(rule, 2, type)}
${ruleSource(rule, type)}
${mainOver(size / lanesOf(size), '  updated(index, gradient[index]);')}`;
};

/**
 * `most` is fixed so that a recorded step stays valid; the real count lies in the buffer.
 * @param firstRows rows of the first of two gradients; null where there is one
 */
const rowsSource = (rule: Rule, most: number, slots: number, width: number, firstRows: number | null): string => {
  const type = lanesType(width);
  const across = width / lanesOf(width);
  const after = usesMoments(rule) ? 5 : 3;
  return `
@group(0) @binding(0) var<storage, read> hyper: array<f32>;
@group(0) @binding(1) var<storage, read> touched: array<u32>;
${stateBindings(rule, 2, type)}
@group(0) @binding(${after}) var<storage, read> first: array<${type}>;
${firstRows === null ? '' : `@group(0) @binding(${after + 1}) var<storage, read> second: array<${type}>;`}
fn gradient(row: u32, column: u32) -> ${type} {
  ${firstRows === null ? '' : `if (row >= ${firstRows}u) { return second[(row - ${firstRows}u) * ${across}u + column]; }`}
  return first[row * ${across}u + column];
}
const UNIQUE = 1u;
const START = ${1 + most}u;
const SOURCE = ${2 + 2 * most}u;
const SCALE = ${2 + 2 * most + slots}u;
${ruleSource(rule, type)}
${mainOver(most * across, `
  let u = index / ${across}u;
  if (u >= touched[0]) { return; }
  let column = index % ${across}u;
  var g = ${type}();
  let end = touched[START + u + 1u];
  for (var k = touched[START + u]; k < end; k++) {
    g += bitcast<f32>(touched[SCALE + k]) * gradient(touched[SOURCE + k], column);
  }
  updated(touched[UNIQUE + u] * ${across}u + column, g);`)}`;
};
