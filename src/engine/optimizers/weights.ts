/**
 * Everything that learns, by path (`user/mlp/layer1/kernel`, `table/item id`): values and what their update rules keep
 * beside them; and what steps keep for those after them.
 */
import { Storage } from '../storage';
import type { StorageType } from '../storage-type';
import type * as tf from '../tf';
import { ALIGNED, fitting, paddedRows, rowRangesOf, type Table } from './row-ranges';
import { stateShapes, type HostWeight, type Rule } from './rules';

/**
 * Numbers in one range of one buffer: a dense weight, a table, or a part of a table that no single binding can hold.
 */
interface Piece {
  value: Storage;
  /** As `stateShapes` lists it; empty before the first update. */
  state: readonly Storage[];
  /** The arena a table lies in; null for a dense weight, which lies in the flat buffer. */
  arena: ArenaEntry | null;
  /** Number of the flat buffer a dense weight begins at; row of the arena a piece begins at. */
  first: number;
  shape: readonly number[];
}

/** More than one piece, in the order of its rows, only where a table is too large. */
interface Entry {
  shape: readonly number[];
  pieces: readonly Piece[];
}

/**
 * Where some rows of a table lie: its rows from `from` on, `rows` of them, are those of the arena from `firstRow` on.
 */
export interface Place {
  arena: Arena;
  firstRow: number;
  from: number;
  rows: number;
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
interface ArenaEntry extends Arena {
  state: readonly Storage[];
}

/**
 * Dense weights one behind the other, so that one dispatch can update them all. Moments are [2, size]: a buffer of both
 * costs one binding.
 */
interface Flat {
  size: number;
  value: Storage;
  moments: Storage | null;
}

export interface DenseWeight {
  path: string;
  shape: readonly number[];
  values: Float32Array;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** Numbers a weight takes in the flat buffer. */
const paddedSize = (size: number): number => Math.ceil(size / ALIGNED) * ALIGNED;

export class WeightStore {
  private readonly arenas: ArenaEntry[] = [];
  private readonly entries = new Map<string, Entry>();
  private readonly memories = new Map<string, Storage>();
  private flat: Flat | null = null;

  /**
   * Tables of one width that learn by one optimizer group, in one arena, or in several where one binding cannot hold
   * them; a table that is too large by itself lies in several.
   * @param type how their numbers are stored, see `storedAs`
   * @throws LimitError where a binding cannot hold a few rows
   */
  addTables(tables: readonly Table[], type: StorageType = 'float32'): void {
    const pieces = new Map<string, Piece[]>(tables.map(({ path }) => [path, []]));
    for (const members of fitting(tables.flatMap(rowRangesOf))) {
      const width = members[0]!.shape[1];
      const rows = members.reduce((sum, { shape }) => sum + paddedRows(shape[0]), 0);
      const name = members.map(({ path, from }) => (from === 0 ? path : `${path} from row ${from}`)).join(', ');
      const arena: ArenaEntry = { name, rows, width, value: Storage.create(name, [rows, width], type), state: [] };
      this.arenas.push(arena);
      let first = 0;
      for (const { path, shape, values } of members) {
        const value = arena.value.view(path, first * width, shape);
        value.write(values);
        pieces.get(path)!.push({ value, state: [], arena, first, shape });
        first += paddedRows(shape[0]);
      }
    }
    for (const { path, shape } of tables) this.enter(path, { shape, pieces: pieces.get(path)! });
  }

  /** All weights that are not tables, at once. @throws LimitError when they do not fit one binding together */
  addDense(weights: readonly DenseWeight[]): void {
    if (this.flat) throw new Error('the dense weights are there already');
    const size = weights.reduce((sum, { shape }) => sum + paddedSize(sizeOf(shape)), 0);
    if (size === 0) return;
    this.flat = { size, value: Storage.create('dense weights', [size], 'float32'), moments: null };
    let first = 0;
    for (const { path, shape, values } of weights) {
      const value = this.flat.value.view(path, first, shape);
      value.write(values);
      this.enter(path, { shape, pieces: [{ value, state: [], arena: null, first, shape }] });
      first += paddedSize(sizeOf(shape));
    }
  }

  /**
   * Room, all zero, for what steps keep for those after them: no weight, but part of a checkpoint, among the moments.
   * @throws LimitError
   */
  addMemory(path: string, shape: readonly number[]): void {
    this.memories.set(path, Storage.create(`memory of ${path}`, shape, 'float32'));
  }

  memory(path: string): Storage {
    const memory = this.memories.get(path);
    if (!memory) throw new Error(`no memory "${path}"; known: ${[...this.memories.keys()].join(', ')}`);
    return memory;
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

  /** The one piece of a weight that is no large table. */
  private whole(path: string): Piece {
    const { pieces } = this.entry(path);
    if (pieces.length !== 1) throw new Error(`internal: "${path}" lies in ${pieces.length} pieces`);
    return pieces[0]!;
  }

  get paths(): string[] {
    return [...this.entries.keys()];
  }

  shape(path: string): readonly number[] {
    return this.entry(path).shape;
  }

  /** A dense weight; a view: the tensor stays the same object while its numbers change in place. */
  tensor(path: string): tf.Tensor {
    return this.whole(path).value.tensor;
  }

  /** Where a table lies, in the order of its rows. */
  places(path: string): Place[] {
    let from = 0;
    return this.entry(path).pieces.map(({ arena, first: firstRow, shape: [rows = 0] }) => {
      if (!arena) throw new Error(`internal: "${path}" is no table`);
      const place = { arena, firstRow, from, rows };
      from += rows;
      return place;
    });
  }

  /** A dense weight's value and state on the CPU path. */
  host(path: string): HostWeight {
    const { value, state } = this.whole(path);
    return { value: value.host, state: state.map(({ host }) => host) };
  }

  /** Where a dense weight lies in the flat buffers. */
  numbersOf(path: string): { first: number; size: number } {
    const { arena, first, value } = this.whole(path);
    if (arena) throw new Error(`internal: "${path}" is a table`);
    return { first, size: value.size };
  }

  /** [size] values of all dense weights and their moments [2, size], where any of their rules has moments. */
  get flatBuffers(): { value: Storage; moments: Storage | null } {
    if (!this.flat) throw new Error('internal: there are no dense weights');
    return this.flat;
  }

  read(path: string): Promise<Float32Array> {
    return joined(this.entry(path).pieces.map(({ value }) => value));
  }

  /** All weights as they are at the call. */
  async readAll(): Promise<Map<string, Float32Array>> {
    const read = await readTogether([...this.entries], ({ pieces }) => [pieces.map(({ value }) => value)]);
    return new Map([...read].map(([path, [values]]) => [path, values!]));
  }

  /** What a checkpoint keeps beside them: moments (see `stateShapes`) of the weights that have some, and memories. */
  async readAllMoments(): Promise<Map<string, Float32Array[]>> {
    const [moments, memories] = await Promise.all([
      readTogether(
        [...this.entries].filter(([, entry]) => momentsOf(entry).length > 0),
        momentsOf,
      ),
      Promise.all([...this.memories].map(async ([path, memory]) => ({ path, numbers: await memory.read() }))),
    ]);
    for (const { path, numbers } of memories) moments.set(path, [numbers]);
    return moments;
  }

  write(path: string, values: Float32Array): void {
    const { pieces } = this.entry(path);
    const size = sizeOf(this.shape(path));
    if (values.length !== size) throw new Error(`the weight "${path}" holds ${size} numbers, got ${values.length}`);
    spread(
      values,
      pieces.map(({ value }) => value),
    );
  }

  /** What a checkpoint keeps beside the values (see `stateShapes`); null before the first update or under SGD. */
  async readMoments(path: string): Promise<Float32Array[] | null> {
    const moments = momentsOf(this.entry(path));
    return moments.length > 0 ? Promise.all(moments.map(joined)) : null;
  }

  /** Moments of a weight, or a memory. */
  writeMoments(path: string, values: readonly Float32Array[]): void {
    const memory = this.memories.get(path);
    if (memory) {
      const [numbers = new Float32Array(0)] = values;
      if (numbers.length !== memory.size)
        throw new Error(`${memory.name} holds ${memory.size} numbers, got ${numbers.length}`);
      memory.write(numbers);
      return;
    }
    this.prepare(new Map([[path, values.length === 1 ? 'row-adagrad' : 'adam']]));
    const moments = momentsOf(this.entry(path));
    const sizes = moments.map((pieces) => pieces.reduce((sum, { size }) => sum + size, 0));
    if (sizes.some((size, i) => size !== values[i]?.length))
      throw new Error(
        `the moments of "${path}" hold ${sizes.join(' and ')} numbers, got ${values.map(({ length }) => length).join(' and ')}`,
      );
    moments.forEach((pieces, i) => spread(values[i]!, pieces));
  }

  /** As before the first update. No step may be prepared or recorded meanwhile. */
  forgetMoments(): void {
    for (const holder of [...[...this.entries.values()].flatMap(({ pieces }) => pieces), ...this.arenas]) {
      for (const part of holder.state) part.dispose();
      holder.state = [];
    }
  }

  /**
   * Makes room, all zero, for what the rules keep and is not there yet; a weight whose rule has changed begins anew.
   * @throws LimitError with nothing changed
   */
  prepare(rules: ReadonlyMap<string, Rule>): void {
    const pieces = [...rules].flatMap(([path, rule]) =>
      this.entry(path).pieces.map((piece) => ({ path, rule, piece })),
    );
    for (const { path, rule, piece } of pieces) {
      if (!piece.arena && rule === 'row-adagrad') throw new Error(`"${path}" is no table: ${rule} cannot update it`);
    }
    const ruleOf = new Map<ArenaEntry, Rule>();
    for (const {
      path,
      rule,
      piece: { arena },
    } of pieces) {
      if (!arena) continue;
      if ((ruleOf.get(arena) ?? rule) !== rule)
        throw new Error(`"${path}" learns by ${rule}, other tables of its arena by ${ruleOf.get(arena)}`);
      ruleOf.set(arena, rule);
    }
    const made = Storage.allOrNone(() => {
      const needsMoments =
        this.flat !== null && !this.flat.moments && pieces.some(({ rule, piece }) => !piece.arena && rule !== 'sgd');
      return {
        moments: needsMoments
          ? Storage.create('moments of the dense weights', [2, this.flat!.size], 'float32')
          : (this.flat?.moments ?? null),
        arenas: [...ruleOf]
          .filter(([arena, rule]) => !fits(stateShapes(rule, [arena.rows, arena.width]), arena.state))
          .map(([arena, rule]) => ({
            arena,
            state: stateShapes(rule, [arena.rows, arena.width]).map((shape, i) =>
              Storage.create(`moment ${i + 1} of ${arena.name}`, shape, 'float32'),
            ),
          })),
      };
    });
    if (this.flat) this.flat.moments = made.moments;
    for (const { arena, state } of made.arenas) {
      const old = arena.state;
      arena.state = state;
      for (const [path, entry] of this.entries) {
        for (const piece of entry.pieces) {
          if (piece.arena !== arena) continue;
          for (const part of piece.state) part.dispose();
          piece.state = state.map((part, i) =>
            part.view(
              `moment ${i + 1} of ${path}`,
              piece.first * (part.size / arena.rows),
              part.size === arena.rows ? [piece.shape[0]!] : piece.shape,
            ),
          );
        }
      }
      for (const part of old) part.dispose();
    }
    for (const { path, rule, piece } of pieces) {
      if (piece.arena || fits(stateShapes(rule, piece.shape), piece.state)) continue;
      for (const part of piece.state) part.dispose();
      piece.state = stateShapes(rule, piece.shape).map((shape, i) => {
        const part = made.moments!.view(`moment ${i + 1} of ${path}`, i * this.flat!.size + piece.first, shape);
        part.write(new Float32Array(part.size));
        return part;
      });
    }
  }

  dispose(): void {
    for (const { pieces } of this.entries.values())
      for (const { value, state } of pieces) for (const storage of [value, ...state]) storage.dispose();
    for (const { value, state } of this.arenas.splice(0)) for (const storage of [value, ...state]) storage.dispose();
    this.flat?.value.dispose();
    this.flat?.moments?.dispose();
    for (const memory of this.memories.values()) memory.dispose();
    this.memories.clear();
    this.entries.clear();
    this.flat = null;
  }
}

const fits = (shapes: readonly (readonly number[])[], state: readonly Storage[]): boolean =>
  shapes.length === state.length && shapes.every((shape, i) => sizeOf(shape) === state[i]!.size);

/** The storages of each moment, in the order of the rows. */
const momentsOf = ({ pieces }: Entry): Storage[][] =>
  pieces[0]!.state.map((_, i) => pieces.map(({ state }) => state[i]!));

/** Arrays of numbers of each weight: those of dense weights, which are many and small, in one copy of their buffer. */
async function readTogether(
  entries: readonly (readonly [path: string, entry: Entry])[],
  arraysOf: (entry: Entry) => Storage[][],
): Promise<Map<string, Float32Array[]>> {
  const arrays = entries.flatMap(([, entry]) => arraysOf(entry).map((parts) => ({ parts, entry })));
  const isDense = ({ entry }: { entry: Entry }) => entry.pieces[0]!.arena === null;
  const dense = Storage.readAll(arrays.filter(isDense).flatMap(({ parts }) => parts));
  const tables = await Promise.all(arrays.map((array) => (isDense(array) ? null : joined(array.parts))));
  const numbers = (await dense).values();
  const read = tables.map((table) => table ?? numbers.next().value!).values();
  return new Map(entries.map(([path, entry]) => [path, arraysOf(entry).map(() => read.next().value!)]));
}

async function joined(parts: readonly Storage[]): Promise<Float32Array> {
  const read = await Promise.all(parts.map((part) => part.read()));
  if (read.length === 1) return read[0]!;
  const all = new Float32Array(read.reduce((sum, { length }) => sum + length, 0));
  let first = 0;
  for (const numbers of read) {
    all.set(numbers, first);
    first += numbers.length;
  }
  return all;
}

function spread(values: Float32Array, parts: readonly Storage[]): void {
  let first = 0;
  for (const part of parts) {
    part.write(values.subarray(first, first + part.size));
    first += part.size;
  }
}
