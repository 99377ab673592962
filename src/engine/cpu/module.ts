/** The WebAssembly of the CPU path: its module, instantiated once, and the memory that each call fills anew. */
import { PAGE, instantiate } from '../wasm';
import { numbersFor } from './arrays';
import { base64 } from './assembly/index.ts?assembly';

/** Bytes into the memory. */
export type Pointer = number;

/** What `assembly/index.ts` exports. */
interface Exports {
  memory: WebAssembly.Memory;
  base(): Pointer;
  activated(x: Pointer, y: Pointer, count: number, activation: number): void;
  sloped(x: Pointer, dx: Pointer, count: number, activation: number): void;
  addToRows(x: Pointer, bias: Pointer, rows: number, columns: number): void;
  sumRows(x: Pointer, sums: Pointer, rows: number, columns: number): void;
  adam(
    value: Pointer,
    moment1: Pointer,
    moment2: Pointer,
    rows: Pointer,
    gradient: Pointer,
    count: number,
    width: number,
    factor: number,
    beta1: number,
    beta2: number,
    rate: number,
    divisor: number,
    epsilon: number,
    decay: number,
  ): void;
  dropped(x: Pointer, y: Pointer, count: number, key: number, least: number, factor: number): void;
  normalised(x: Pointer, y: Pointer, rows: number, widths: Pointer, parts: number, shortest: number): void;
  normaliseSlopes(
    x: Pointer,
    dy: Pointer,
    dx: Pointer,
    rows: number,
    widths: Pointer,
    parts: number,
    shortest: number,
  ): void;
  pooled(
    values: Pointer,
    entryOf: Pointer,
    shares: Pointer,
    counts: Pointer,
    rows: number,
    length: number,
    across: number,
    out: Pointer,
  ): void;
  shareSlopes(
    values: Pointer,
    entryOf: Pointer,
    dy: Pointer,
    counts: Pointer,
    rows: number,
    length: number,
    across: number,
    out: Pointer,
  ): void;
  spread(
    values: Pointer,
    entryOf: Pointer,
    counts: Pointer,
    rows: number,
    length: number,
    across: number,
    out: Pointer,
  ): void;
  addWeighted(y: Pointer, x: Pointer, weights: Pointer, rows: number, fields: number, width: number): void;
  ownerSums(
    gradient: Pointer,
    start: Pointer,
    events: Pointer,
    shares: Pointer,
    entries: number,
    length: number,
    across: number,
    out: Pointer,
  ): void;
  rowSums(x: Pointer, start: Pointer, source: Pointer, count: number, width: number, out: Pointer): void;
  groupScores(
    query: Pointer,
    events: Pointer,
    there: Pointer,
    byGroup: boolean,
    rows: number,
    length: number,
    groups: number,
    width: number,
    out: Pointer,
  ): void;
  groupSums(
    shares: Pointer,
    events: Pointer,
    rows: number,
    length: number,
    groups: number,
    width: number,
    out: Pointer,
  ): void;
  groupSpread(
    factors: Pointer,
    vectors: Pointer,
    rows: number,
    length: number,
    groups: number,
    width: number,
    out: Pointer,
  ): void;
  layerNorm(x: Pointer, y: Pointer, scales: Pointer, rows: number, width: number, floor: number): void;
  layerNormSlopes(y: Pointer, dy: Pointer, scales: Pointer, dx: Pointer, rows: number, width: number): void;
  routed(
    events: Pointer,
    mask: Pointer,
    weights: Pointer,
    map: Pointer,
    counts: Pointer,
    logits: Pointer,
    coupling: Pointer,
    rows: number,
    length: number,
    own: number,
    width: number,
    capsules: number,
    rounds: number,
    sharpness: number,
    room: Pointer,
  ): void;
  rowSoftmax(x: Pointer, mask: Pointer, y: Pointer, rows: number, columns: number, each: number): void;
  rowSoftmaxSlopes(shares: Pointer, dy: Pointer, dx: Pointer, rows: number, columns: number): void;
  lookup(table: Pointer, slots: Pointer, words: Pointer, info: Pointer, width: number, out: Pointer): void;
  lstmRoom(rows: number, units: number): number;
  lstm(
    rows: number,
    steps: number,
    units: number,
    gates: Pointer,
    recurrent: Pointer,
    mask: Pointer,
    states: Pointer,
    opened: Pointer,
    cells: Pointer,
    room: Pointer,
    productRoom: Pointer,
  ): void;
  lstmSlopesRoom(rows: number, units: number): number;
  lstmSlopes(
    rows: number,
    steps: number,
    units: number,
    opened: Pointer,
    cells: Pointer,
    recurrent: Pointer,
    mask: Pointer,
    dy: Pointer,
    dGates: Pointer,
    room: Pointer,
    productRoom: Pointer,
  ): void;
  attentionRoom(tokens: number, size: number): number;
  attention(
    qkv: Pointer,
    mask: Pointer,
    rows: number,
    tokens: number,
    heads: number,
    size: number,
    causal: boolean,
    out: Pointer,
    room: Pointer,
    productRoom: Pointer,
  ): void;
  attentionSlopes(
    qkv: Pointer,
    mask: Pointer,
    dy: Pointer,
    rows: number,
    tokens: number,
    heads: number,
    size: number,
    causal: boolean,
    out: Pointer,
    room: Pointer,
    productRoom: Pointer,
  ): void;
  productRoom(): number;
  unitRoom(each: number, length: number, width: number, hidden: number): number;
  unitLogits(
    given: Pointer,
    rows: number,
    each: number,
    length: number,
    width: number,
    hidden: number,
    logits: Pointer,
    room: Pointer,
    productRoom: Pointer,
  ): void;
  unitSlopes(
    given: Pointer,
    dy: Pointer,
    rows: number,
    each: number,
    length: number,
    width: number,
    hidden: number,
    slopes: Pointer,
    room: Pointer,
    productRoom: Pointer,
  ): void;
  product(
    a: Pointer,
    aRow: number,
    aInner: number,
    b: Pointer,
    bInner: number,
    bColumn: number,
    c: Pointer,
    rows: number,
    columns: number,
    inner: number,
    prepare: number,
    adds: boolean,
    room: Pointer,
  ): void;
  targetScores(
    vectors: Pointer,
    active: Pointer,
    users: number,
    perUser: number,
    width: number,
    items: Pointer,
    targetStart: Pointer,
    scores: Pointer,
  ): void;
  rankBlock(
    scores: Pointer,
    active: Pointer,
    users: number,
    perUser: number,
    count: number,
    first: number,
    seenStart: Pointer,
    seen: Pointer,
    seenAt: Pointer,
    targetStart: Pointer,
    targets: Pointer,
    targetScores: Pointer,
    greater: Pointer,
    ties: Pointer,
    k: number,
    heap: Pointer,
    held: Pointer,
  ): void;
  listsOf(users: number, k: number, heap: Pointer, held: Pointer): void;
  areNumbers(scores: Pointer, count: number): number;
  softmaxOfRows(x: Pointer, rows: number, columns: number): void;
  softmaxRoom(rows: number, columns: number): number;
  sampledSoftmax(
    user: Pointer,
    item: Pointer,
    rows: number,
    columns: number,
    width: number,
    first: number,
    scale: number,
    logQ: Pointer,
    hitStart: Pointer,
    hits: Pointer,
    realColumn: Pointer,
    weight: Pointer,
    result: Pointer,
    dUser: Pointer,
    dItem: Pointer,
    room: Pointer,
    productRoom: Pointer,
  ): void;
}

let instance: Exports | null = null;
/** @throws as `instantiate` */
export const wasm = (): Exports => (instance ??= instantiate<Exports>(base64));

/** What SIMD loads like to begin at. */
const ALIGNMENT = 16;

/** The memory of one call: numbers put one behind the other, gone when the next frame is opened. */
export class Frame {
  private free = aligned(wasm().base());

  /** @returns where `bytes` bytes are free, which hold anything */
  room(bytes: number): Pointer {
    const { memory } = wasm();
    const at = this.free;
    this.free = aligned(at + bytes);
    const lacking = this.free - memory.buffer.byteLength;
    if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE));
    return at;
  }

  numbers(count: number): Pointer {
    return this.room(4 * count);
  }

  /** As floats, whatever array they come in: tfjs casts truth values to float32 and leaves them in their bytes. */
  put(numbers: ArrayLike<number>): Pointer {
    const at = this.numbers(numbers.length);
    this.write(at, numbers);
    return at;
  }

  /** Of an array of as many numbers for each of `rows` rows the part of some of them. */
  putRows(numbers: Float32Array, rows: number, first: number, count: number): Pointer {
    const each = numbers.length / rows;
    return this.put(numbers.subarray(first * each, (first + count) * each));
  }

  /** Zeros. */
  zeros(count: number): Pointer {
    const at = this.numbers(count);
    new Uint32Array(wasm().memory.buffer, at, count).fill(0);
    return at;
  }

  putWords(words: Uint32Array | Uint16Array): Pointer {
    const at = this.numbers(words.length);
    new Uint32Array(wasm().memory.buffer, at, words.length).set(words);
    return at;
  }

  /** Writes over what was put there. */
  write(at: Pointer, numbers: ArrayLike<number>): void {
    new Float32Array(wasm().memory.buffer, at, numbers.length).set(numbers);
  }

  /** Where it lies: until the next frame, and until this one has more room. */
  view(at: Pointer, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(wasm().memory.buffer as ArrayBuffer, at, count);
  }

  takeWords(at: Pointer, count: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(wasm().memory.buffer, at, count).slice();
  }

  /** A copy. */
  take(at: Pointer, count: number): Float32Array<ArrayBuffer> {
    const copy = numbersFor(count);
    copy.set(this.view(at, count));
    return copy;
  }
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
