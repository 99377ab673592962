/** Ranking over the catalogue on the CPU path: products block by block, and what beats a user's list so far. */
import type { ItemLists, Ranking, RetrievalQuery } from '../kernels/retrieval/reference';
import { Frame, wasm, type Pointer } from './module';
import { multiply } from './product';

/** Items, and users, of a block: its scores stay in the second cache. */
const ITEMS = 1024;
const USERS = 128;
/** Multiply-adds between two moments at which others may have their turn: some tenths of a second. */
const WORK = 2e9;

/** Vectors on the host: shapes as in `rankReference`. */
export interface HostVectors {
  vectors: Float32Array;
  active: Float32Array | null;
  perUser: number;
  items: Float32Array;
  width: number;
}

/**
 * As `rankReference`, with scores in single precision.
 * @throws the signal's reason when aborted
 */
export async function rankOnCpu(
  given: HostVectors,
  query: RetrievalQuery,
  signal: AbortSignal | undefined,
): Promise<Ranking> {
  const { users, k, targets } = query;
  const dense = withoutZeros(given, users);
  const { vectors, active, perUser, items, width } = dense;
  const each = Math.max(1, Math.floor(WORK / Math.max(1, perUser * items.length)));
  const found: Ranking = {
    greater: new Uint32Array(targets.items.length),
    ties: new Uint32Array(targets.items.length),
    scores: new Float32Array(targets.items.length),
    top: new Uint32Array(users * k),
    topScores: new Float32Array(users * k),
  };
  for (let first = 0; first < users; first += each) {
    if (first > 0) await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    const end = Math.min(users, first + each);
    const part = rankPart(
      {
        ...dense,
        vectors: vectors.subarray(first * perUser * width, end * perUser * width),
        active: active && active.subarray(first * perUser, end * perUser),
      },
      { users: end - first, k, seen: listsOf(query.seen, first, end), targets: listsOf(targets, first, end) },
    );
    const target = targets.start[first]!;
    found.greater.set(part.greater, target);
    found.ties.set(part.ties, target);
    found.scores.set(part.scores, target);
    found.top.set(part.top, first * k);
    found.topScores.set(part.topScores, first * k);
  }
  return found;
}

/**
 * What is 0 in every vector of the users adds nothing to a score: without it, where that halves the products. So it is
 * with one-hot numbers, of which the users of a chunk have few in common with the rest (blocks/recent-popularity).
 */
function withoutZeros(given: HostVectors, users: number): HostVectors {
  const { perUser, items, width } = given;
  const vectors = given.vectors.subarray(0, users * perUser * width);
  const isThere = new Uint8Array(width);
  for (let at = 0; at < vectors.length; at += width) {
    for (let d = 0; d < width; d++) if (vectors[at + d] !== 0) isThere[d] = 1;
  }
  const columns = Uint32Array.from(isThere.keys()).filter((d) => isThere[d] === 1);
  // A user without numbers has scores of 0, and a place for them.
  if (columns.length === 0 || columns.length > width / 2) return given;
  return {
    ...given,
    vectors: columnsOf(vectors, width, columns),
    items: columnsOf(items, width, columns),
    width: columns.length,
  };
}

/** [rows, columns] of `from` [rows, width]. */
function columnsOf(from: Float32Array, width: number, columns: Uint32Array): Float32Array {
  const rows = from.length / width;
  const across = columns.length;
  const out = new Float32Array(rows * across);
  for (let row = 0; row < rows; row++) {
    for (let n = 0; n < across; n++) out[row * across + n] = from[row * width + columns[n]!]!;
  }
  return out;
}

/** Those of some users. */
function listsOf({ start, items }: ItemLists, first: number, end: number): ItemLists {
  const from = start[first]!;
  return { start: start.slice(first, end + 1).map((at) => at - from), items: items.subarray(from, start[end]) };
}

/** In one go: nobody else may use the memory meanwhile. */
function rankPart({ vectors, active, perUser, items, width }: HostVectors, query: RetrievalQuery): Ranking {
  const { users, k, seen, targets } = query;
  const count = items.length / width;
  const asked = targets.items.length;
  const frame = new Frame();
  const own = frame.put(vectors);
  const flags = active ? frame.put(active) : 0;
  const [seenStart, seenItems, seenAt] = [frame.putWords(seen.start), frame.putWords(seen.items), frame.zeros(users)];
  const [targetStart, targetItems] = [frame.putWords(targets.start), frame.putWords(targets.items)];
  const [scores, greater, ties] = [frame.numbers(asked), frame.zeros(asked), frame.zeros(asked)];
  const [heap, held] = [frame.numbers(2 * users * k), frame.zeros(users)];
  if (asked > 0) {
    const gathered = frame.numbers(asked * width);
    targets.items.forEach((item, t) =>
      frame.write(gathered + 4 * t * width, items.subarray(item * width, (item + 1) * width)),
    );
    wasm().targetScores(own, flags, users, perUser, width, gathered, targetStart, scores);
  }
  const room = frame.room(wasm().productRoom());
  const block = frame.numbers(ITEMS * width);
  const products = frame.numbers(USERS * perUser * ITEMS);
  for (let first = 0; first < count; first += ITEMS) {
    const across = Math.min(ITEMS, count - first);
    frame.write(block, items.subarray(first * width, (first + across) * width));
    for (let user = 0; user < users; user += USERS) {
      const down = Math.min(USERS, users - user);
      const at = (start: Pointer, each = 1): Pointer => start + 4 * user * each;
      multiply(
        {
          a: at(own, perUser * width),
          b: block,
          transposeB: true,
          rows: down * perUser,
          inner: width,
          columns: across,
        },
        products,
        room,
      );
      wasm().rankBlock(
        products,
        flags && at(flags, perUser),
        down,
        perUser,
        across,
        first,
        at(seenStart),
        seenItems,
        at(seenAt),
        at(targetStart),
        targetItems,
        scores,
        greater,
        ties,
        k,
        at(heap, 2 * k),
        at(held),
      );
    }
  }
  wasm().listsOf(users, k, heap, held);
  const pairs = frame.takeWords(heap, 2 * users * k);
  const numbers = new Float32Array(pairs.buffer);
  return {
    greater: frame.takeWords(greater, asked),
    ties: frame.takeWords(ties, asked),
    scores: frame.take(scores, asked),
    top: Uint32Array.from({ length: users * k }, (_, place) => pairs[2 * place + 1]!),
    topScores: Float32Array.from({ length: users * k }, (_, place) => numbers[2 * place]!),
  };
}

/** What is asked of the scores of one user: see `RetrievalQuery`; what is left out in any order. */
export interface RowQuery {
  k: number;
  seen: Uint32Array;
  targets: Uint32Array;
}

/**
 * The same for one user of whom all scores are given, in one go.
 * @param scores [items], above `LEFT_OUT`
 * @returns null where one of them is not a number
 */
export function rankRow(
  scores: Float32Array,
  { k, seen, targets }: RowQuery,
): Pick<Ranking, 'greater' | 'ties' | 'top'> | null {
  const asked = targets.length;
  const frame = new Frame();
  const row = frame.put(scores);
  if (!wasm().areNumbers(row, scores.length)) return null;
  const [seenStart, seenItems] = [frame.putWords(Uint32Array.of(0, seen.length)), frame.putWords(seen)];
  const [start, items] = [frame.putWords(Uint32Array.of(0, asked)), frame.putWords(targets)];
  const own = frame.put(Float32Array.from(targets, (item) => scores[item]!));
  const [seenAt, greater, ties] = [frame.zeros(1), frame.zeros(asked), frame.zeros(asked)];
  const [heap, held] = [frame.numbers(2 * k), frame.zeros(1)];
  const query = [seenStart, seenItems, seenAt, start, items, own, greater, ties, k, heap, held] as const;
  wasm().rankBlock(row, 0, 1, 1, scores.length, 0, ...query);
  wasm().listsOf(1, k, heap, held);
  return {
    greater: frame.takeWords(greater, asked),
    ties: frame.takeWords(ties, asked),
    top: frame.takeWords(heap, 2 * k).filter((_, place) => place % 2 === 1),
  };
}
