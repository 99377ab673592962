/**
 * Seeded random numbers for the JavaScript side: splits, batch order, worlds, bootstrap. A generator is a pure function
 * of its seed and its stream names, so two users of one seed never share numbers and adding a third changes neither.
 */
export interface Random {
  /** Whole number in [0, 2^32). */
  bits(): number;
  /** In [0, 1), 32 bits fine. */
  uniform(): number;
  /** Whole number in [0, n); n at least 1. */
  below(n: number): number;
  /** Standard normal. */
  normal(): number;
  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<A extends { length: number; [index: number]: number }>(values: A): A;
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand; period at least 2^32, 2^127 on average), state filled by FNV-1a over seed and
 * streams.
 * @param seed any finite number
 * @param streams names that keep users of one seed apart, such as `'batches', epoch`
 */
export function createRandom(seed: number, ...streams: readonly (string | number)[]): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`createRandom: seed is ${seed}; any finite number is allowed`);
  let a = hash(`${seed}`, 0x811c9dc5);
  let b = hash(streams.map(String).join('\u0000'), a ^ 0x9e3779b9);
  let c = hash(`${streams.length}`, b);
  let counter = 1;

  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first outputs still show the seed; the author of sfc32 discards twelve.
  for (let i = 0; i < 12; i++) bits();

  const uniform = (): number => bits() / 4294967296;
  const below = (n: number): number => {
    if (!(n >= 1)) throw new RangeError(`below: n is ${n}; at least 1 is allowed`);
    return Math.floor(uniform() * n);
  };
  // Box-Muller; 1 - u keeps the logarithm finite.
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

  const shuffle = <A extends { length: number; [index: number]: number }>(values: A): A => {
    for (let i = values.length - 1; i > 0; i--) {
      const j = below(i + 1);
      const kept = values[i]!;
      values[i] = values[j]!;
      values[j] = kept;
    }
    return values;
  };
  return { bits, uniform, below, normal, shuffle };
}

function hash(text: string, start: number): number {
  let h = start | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  // Final mixing of MurmurHash3: FNV leaves neighbouring seeds close.
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
