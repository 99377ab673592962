/**
 * What an encoded log is known by: SHA-256 (FIPS 180-4) over everything a model can see of it. Written out here because
 * `crypto.subtle` is missing on a page that is not served securely, where data must still load.
 */
import { isText, type Dataset } from './dataset';
import { firstOfSession } from './sessions';

/**
 * @returns 64 hex digits; equal for equal ids, events, fields, split and protocol, whatever the file was called.
 * Sessions count by the events they hold together, not by their names, and only where the log has a column of them:
 * without one the gaps of time decide, which are known already. Outcomes are left out: what a formula makes of them is
 * in the weights. Shown rows, and what tells them from positives, count where they are kept.
 */
export function fingerprint(
  dataset: Omit<Dataset, 'fingerprint' | 'name' | 'itemTitles' | 'itemNotes' | 'userTitles'>,
): string {
  const hash = new Sha256();
  const text = (value: unknown): void => hash.add(new TextEncoder().encode(`${JSON.stringify(value)}\n`));
  const numbers = (array: Uint32Array | Uint8Array | Float32Array | Float64Array | null): void => {
    text(array === null ? null : array.length);
    if (array !== null) hash.add(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  };
  const { events, fields, split, shown } = dataset;
  const { positives, ...protocol } = dataset.protocol;
  // No formula is no part of the protocol: data sets keep the fingerprints of the time before there were any.
  text([{ ...protocol, weight: protocol.weight || undefined }, dataset.hasTime]);
  text(dataset.users);
  text(dataset.items);
  for (const array of [events.user, events.item, events.time, events.tieGroup, events.weight, dataset.userStart])
    numbers(array);
  if (events.session !== null) {
    text('session');
    numbers(firstOfSession(events.user, events.session));
  }
  // Trigrams and tokens read columns again that are fields already.
  for (const { name, owner, kind, rows, vocabulary, length, ids, weights } of fields.filter(
    (field) => !isText(field),
  )) {
    text([name, owner, kind, rows, length, vocabulary]);
    numbers(ids);
    numbers(weights);
  }
  numbers(split.train);
  for (const targets of [split.validation, split.test])
    text(targets.map(({ user, items, history }) => [user, [...items], history]));
  if (shown !== null) {
    text(['shown', positives]);
    for (const array of [shown.user, shown.item, shown.time, shown.part, shown.history]) numbers(array);
  }
  return hash.hex();
}

/**
 * The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the
 * first eight.
 */
const PRIMES = firstPrimes(64);
const K = Uint32Array.from(PRIMES, (p) => fraction32(Math.cbrt(p)));
const H = Uint32Array.from(PRIMES.slice(0, 8), (p) => fraction32(Math.sqrt(p)));

export class Sha256 {
  readonly #state = H.slice();
  readonly #block = new Uint8Array(64);
  readonly #w = new Uint32Array(64);
  #filled = 0;
  #bytes = 0;

  add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const take = Math.min(64 - this.#filled, bytes.length - at);
      this.#block.set(bytes.subarray(at, at + take), this.#filled);
      this.#filled += take;
      at += take;
      if (this.#filled === 64) this.#compress();
    }
  }

  /** The digest of everything added; nothing may be added afterwards. */
  hex(): string {
    const bits = this.#bytes * 8;
    const padding = new Uint8Array(((119 - (this.#bytes % 64)) % 64) + 9);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(padding.length - 4, bits >>> 0);
    this.add(padding);
    return Array.from(this.#state, (word) => word.toString(16).padStart(8, '0')).join('');
  }

  #compress(): void {
    const w = this.#w;
    const view = new DataView(this.#block.buffer);
    for (let t = 0; t < 16; t++) w[t] = view.getUint32(t * 4);
    for (let t = 16; t < 64; t++) {
      const s0 = rotate(w[t - 15]!, 7) ^ rotate(w[t - 15]!, 18) ^ (w[t - 15]! >>> 3);
      const s1 = rotate(w[t - 2]!, 17) ^ rotate(w[t - 2]!, 19) ^ (w[t - 2]! >>> 10);
      w[t] = w[t - 16]! + s0 + w[t - 7]! + s1;
    }
    const state = this.#state;
    let a = state[0]!,
      b = state[1]!,
      c = state[2]!,
      d = state[3]!,
      e = state[4]!,
      f = state[5]!,
      g = state[6]!,
      h = state[7]!;
    for (let t = 0; t < 64; t++) {
      const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[t]! + w[t]!) | 0;
      const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      state[i]! += word;
    });
    this.#filled = 0;
  }
}

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

function fraction32(x: number): number {
  return Math.floor((x % 1) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return primes;
}
