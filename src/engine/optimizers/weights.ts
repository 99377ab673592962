/** Everything that learns, by path (`user/mlp/layer1/kernel`, `table/item id`): values and what their update rules keep beside them. */
import type * as tf from '@tensorflow/tfjs';
import { Storage } from '../storage';
import { VIEW_ALIGNMENT } from '../tensor-view';
import { stateShapes } from './rules';
import type { HostWeight, Rule } from './rules';

interface Entry {
  shape: readonly number[];
  value: Storage;
  /** As `stateShapes` lists it; empty before the first update. */
  state: readonly Storage[];
  /** Number of the flat buffer a dense weight begins at; null for a table. */
  first: number | null;
}

/** Dense weights one behind the other, so that one dispatch can update them all. Moments are [2, size]: a buffer of both costs one binding. */
interface Flat { size: number; value: Storage; moments: Storage | null }

export interface DenseWeight { path: string; shape: readonly number[]; values: Float32Array }

/** A weight begins at a multiple of this many numbers of the flat buffer, so that it can be bound by itself. */
const ALIGNED = VIEW_ALIGNMENT / 4;
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** Numbers a weight takes in the flat buffer. */
const paddedSize = (size: number): number => Math.ceil(size / ALIGNED) * ALIGNED;

export class WeightStore {
  private readonly entries = new Map<string, Entry>();
  private flat: Flat | null = null;

  /** @param shape [V, D] */
  addTable(path: string, shape: readonly number[], values: Float32Array): void {
    this.enter(path, { shape, value: Storage.create(path, shape, 'float32', values), state: [], first: null });
  }

  /** All weights that are not tables, at once. @throws LimitError when they do not fit one binding together */
  addDense(weights: readonly DenseWeight[]): void {
    if (this.flat) throw new Error('the dense weights are there already');
    const size = weights.reduce((sum, { values }) => sum + paddedSize(values.length), 0);
    if (size === 0) return;
    this.flat = { size, value: Storage.create('dense weights', [size], 'float32'), moments: null };
    let first = 0;
    for (const { path, shape, values } of weights) {
      const value = this.flat.value.view(path, first, shape);
      value.write(values);
      this.enter(path, { shape, value, state: [], first });
      first += paddedSize(values.length);
    }
  }

  private enter(path: string, entry: Entry): void {
    if (this.entries.has(path)) throw new Error(`the weight "${path}" exists already`);
    this.entries.set(path, entry);
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

  /** What the rule of a weight keeps, once prepared. */
  state(path: string): readonly Storage[] {
    return this.entry(path).state;
  }

  /** Value and state on the CPU path. */
  host(path: string): HostWeight {
    const { value, state } = this.entry(path);
    return { value: value.host, state: state.map(({ host }) => host) };
  }

  /** Where a dense weight begins in the flat buffers. */
  firstNumber(path: string): number {
    const { first } = this.entry(path);
    if (first === null) throw new Error(`internal: "${path}" is a table`);
    return first;
  }

  /** [size] values of all dense weights and their moments [2, size], where any of their rules has moments. */
  get flatBuffers(): { value: Storage; moments: Storage | null } {
    if (!this.flat) throw new Error('internal: there are no dense weights');
    return this.flat;
  }

  read(path: string): Promise<Float32Array> {
    return this.entry(path).value.read();
  }

  write(path: string, values: Float32Array): void {
    const { value } = this.entry(path);
    if (values.length !== value.size) throw new Error(`the weight "${path}" holds ${value.size} numbers, got ${values.length}`);
    value.write(values);
  }

  /** What a checkpoint keeps beside the values (see `stateShapes`); null before the first update or under SGD. */
  async readMoments(path: string): Promise<Float32Array[] | null> {
    const { state } = this.entry(path);
    return state.length > 0 ? Promise.all(state.map((part) => part.read())) : null;
  }

  writeMoments(path: string, values: readonly Float32Array[]): void {
    this.prepare(new Map([[path, values.length === 1 ? 'row-adagrad' : 'adam']]));
    const { state } = this.entry(path);
    if (state.some(({ size }, i) => size !== values[i]?.length)) throw new Error(`the moments of "${path}" hold ${state.map(({ size }) => size).join(' and ')} numbers, got ${values.map(({ length }) => length).join(' and ')}`);
    state.forEach((part, i) => part.write(values[i] ?? new Float32Array(0)));
  }

  /**
   * Makes room, all zero, for what the rules keep and is not there yet; a weight whose rule has changed begins anew.
   * @throws LimitError with nothing changed
   */
  prepare(rules: ReadonlyMap<string, Rule>): void {
    const lacking = [...rules].filter(([path, rule]) => {
      const { shape, state } = this.entry(path);
      const shapes = stateShapes(rule, shape);
      return shapes.length !== state.length || shapes.some((needed, i) => sizeOf(needed) !== state[i]?.size);
    });
    const made = Storage.allOrNone(() => {
      const needsMoments = this.flat !== null && !this.flat.moments && lacking.some(([path, rule]) => this.entry(path).first !== null && rule !== 'sgd');
      const moments = needsMoments ? Storage.create('moments of the dense weights', [2, this.flat!.size], 'float32') : (this.flat?.moments ?? null);
      return { moments, states: lacking.map(([path, rule]) => [path, this.makeState(path, rule, moments)] as const) };
    });
    if (this.flat) this.flat.moments = made.moments;
    for (const [path, state] of made.states) {
      const entry = this.entry(path);
      for (const part of entry.state) part.dispose();
      entry.state = state;
    }
  }

  private makeState(path: string, rule: Rule, moments: Storage | null): Storage[] {
    const { shape, first } = this.entry(path);
    return stateShapes(rule, shape).map((needed, i) => {
      const name = `moment ${i + 1} of ${path}`;
      if (first === null) return Storage.create(name, needed, 'float32');
      if (rule === 'row-adagrad' || !moments || !this.flat) throw new Error(`"${path}" is no table: ${rule} cannot update it`);
      const part = moments.view(name, i * this.flat.size + first, needed);
      part.write(new Float32Array(part.size));
      return part;
    });
  }

  dispose(): void {
    for (const { value, state } of this.entries.values()) for (const storage of [value, ...state]) storage.dispose();
    this.flat?.value.dispose();
    this.flat?.moments?.dispose();
    this.entries.clear();
    this.flat = null;
  }
}
