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
  /** The arena a table lies in; null for a dense weight, which lies in the flat buffer. */
  arena: ArenaEntry | null;
  /** Number of the flat buffer a dense weight begins at; row of the arena a table begins at. */
  first: number;
}

/** Tables of one width in one buffer, one behind the other: one lookup and one update serve them all. */
export interface Arena {
  /** Of the tables in it. */
  readonly name: string;
  /** All rows, those between two tables included: they are 0 and nothing reads them. */
  readonly rows: number;
  readonly width: number;
  readonly value: Storage;
  /** As `stateShapes` lists it for the whole arena; empty before the first update. */
  readonly state: readonly Storage[];
}
interface ArenaEntry extends Arena { state: readonly Storage[] }

export interface Table { path: string; shape: readonly [rows: number, width: number]; values: Float32Array }

/** Dense weights one behind the other, so that one dispatch can update them all. Moments are [2, size]: a buffer of both costs one binding. */
interface Flat { size: number; value: Storage; moments: Storage | null }

export interface DenseWeight { path: string; shape: readonly number[]; values: Float32Array }

/** A weight begins at a multiple of this many numbers of the flat buffer, so that it can be bound by itself. */
const ALIGNED = VIEW_ALIGNMENT / 4;
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** Numbers a weight takes in the flat buffer. */
const paddedSize = (size: number): number => Math.ceil(size / ALIGNED) * ALIGNED;

/** Rows a table takes in its arena: so that its accumulators, one per row, can be bound by themselves too. */
const paddedRows = (rows: number): number => Math.ceil(rows / ALIGNED) * ALIGNED;

/** The tables in runs that fit one binding each. A table that does not fit is alone, and is refused when its arena is made. */
function fitting(tables: readonly Table[]): Table[][] {
  const most = Storage.mostNumbers();
  const runs: Table[][] = [];
  let filled = 0;
  for (const table of tables) {
    const size = paddedRows(table.shape[0]) * table.shape[1];
    if (runs.length === 0 || filled + size > most) {
      runs.push([]);
      filled = 0;
    }
    runs.at(-1)!.push(table);
    filled += size;
  }
  return runs;
}

export class WeightStore {
  private readonly arenas: ArenaEntry[] = [];
  private readonly entries = new Map<string, Entry>();
  private flat: Flat | null = null;

  /**
   * Tables of one width that learn by one optimizer group, in one arena, or in several where one binding cannot hold them.
   * @throws LimitError for a table that is too large by itself
   */
  addTables(tables: readonly Table[]): void {
    for (const members of fitting(tables)) {
      const width = members[0]!.shape[1];
      const rows = members.reduce((sum, { shape }) => sum + paddedRows(shape[0]), 0);
      const name = members.map(({ path }) => path).join(', ');
      const arena: ArenaEntry = { name, rows, width, value: Storage.create(name, [rows, width], 'float32'), state: [] };
      this.arenas.push(arena);
      let first = 0;
      for (const { path, shape, values } of members) {
        const value = arena.value.view(path, first * width, shape);
        value.write(values);
        this.enter(path, { shape, value, state: [], arena, first });
        first += paddedRows(shape[0]);
      }
    }
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
      this.enter(path, { shape, value, state: [], arena: null, first });
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

  /** Where a table lies. */
  place(path: string): { arena: Arena; firstRow: number } {
    const { arena, first } = this.entry(path);
    if (!arena) throw new Error(`internal: "${path}" is no table`);
    return { arena, firstRow: first };
  }

  /** Rows of its arena a table takes, the empty ones behind it included. */
  rangeOf(path: string): [first: number, end: number] {
    const { firstRow } = this.place(path);
    return [firstRow, firstRow + paddedRows(this.shape(path)[0] ?? 0)];
  }

  /** Value and state on the CPU path. */
  host(path: string): HostWeight {
    const { value, state } = this.entry(path);
    return { value: value.host, state: state.map(({ host }) => host) };
  }

  /** Where a dense weight begins in the flat buffers. */
  firstNumber(path: string): number {
    const { arena, first } = this.entry(path);
    if (arena) throw new Error(`internal: "${path}" is a table`);
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
    const entries = [...rules].map(([path, rule]) => ({ path, rule, entry: this.entry(path) }));
    for (const { path, rule, entry } of entries) {
      if (!entry.arena && rule === 'row-adagrad') throw new Error(`"${path}" is no table: ${rule} cannot update it`);
    }
    const ruleOf = new Map<ArenaEntry, Rule>();
    for (const { path, rule, entry: { arena } } of entries) {
      if (!arena) continue;
      if ((ruleOf.get(arena) ?? rule) !== rule) throw new Error(`"${path}" learns by ${rule}, other tables of its arena by ${ruleOf.get(arena)}`);
      ruleOf.set(arena, rule);
    }
    const made = Storage.allOrNone(() => {
      const needsMoments = this.flat !== null && !this.flat.moments && entries.some(({ rule, entry }) => !entry.arena && rule !== 'sgd');
      return {
        moments: needsMoments ? Storage.create('moments of the dense weights', [2, this.flat!.size], 'float32') : (this.flat?.moments ?? null),
        arenas: [...ruleOf].filter(([arena, rule]) => !fits(stateShapes(rule, [arena.rows, arena.width]), arena.state)).map(([arena, rule]) => ({
          arena, state: stateShapes(rule, [arena.rows, arena.width]).map((shape, i) => Storage.create(`moment ${i + 1} of ${arena.name}`, shape, 'float32')),
        })),
      };
    });
    if (this.flat) this.flat.moments = made.moments;
    for (const { arena, state } of made.arenas) {
      const old = arena.state;
      arena.state = state;
      for (const [path, entry] of this.entries) {
        if (entry.arena !== arena) continue;
        for (const part of entry.state) part.dispose();
        entry.state = state.map((part, i) => part.view(`moment ${i + 1} of ${path}`, entry.first * (part.size / arena.rows), part.size === arena.rows ? [entry.shape[0]!] : entry.shape));
      }
      for (const part of old) part.dispose();
    }
    for (const { path, rule, entry } of entries) {
      if (entry.arena || fits(stateShapes(rule, entry.shape), entry.state)) continue;
      for (const part of entry.state) part.dispose();
      entry.state = stateShapes(rule, entry.shape).map((shape, i) => {
        const part = made.moments!.view(`moment ${i + 1} of ${path}`, i * this.flat!.size + entry.first, shape);
        part.write(new Float32Array(part.size));
        return part;
      });
    }
  }

  dispose(): void {
    for (const { value, state } of this.entries.values()) for (const storage of [value, ...state]) storage.dispose();
    for (const { value, state } of this.arenas.splice(0)) for (const storage of [value, ...state]) storage.dispose();
    this.flat?.value.dispose();
    this.flat?.moments?.dispose();
    this.entries.clear();
    this.flat = null;
  }
}

const fits = (shapes: readonly (readonly number[])[], state: readonly Storage[]): boolean =>
  shapes.length === state.length && shapes.every((shape, i) => sizeOf(shape) === state[i]!.size);
