/**
 * EASE on a large catalogue: an item is solved on the items most similar to it alone. That is the sparse approximation
 * of its inverse (Steck, NeurIPS 2019) with a block for each item, and SLIM with the features that ItemKNN selects
 * (Ning and Karypis, ICDM 2011) under EASE's loss. Where every item is similar to every other one it is EASE.
 */
import type { TakeTurn } from '../../turns';
import type { OnProgress } from '../fitting/fitting';
import type { AddSimilar } from '../fitting/history-sum';
import { SimilarItems } from '../fitting/similar-items';
import type { TrainingSets } from '../fitting/training-sets';
import { SOLVED_ON } from './ranker';
import { solveInPlace } from '../fitting/solve';

/**
 * B[N, j] = (X_Nᵀ X_N + lambda I)⁻¹ X_Nᵀ x_j for each item j, N the `solvedOn` items of the largest cosine with it, of
 * the binary training matrix X [users x items]; 0 elsewhere. Held are 8 bytes for each of them.
 */
export async function fitSparse(
  sets: TrainingSets,
  lambda: number,
  takeTurn: TakeTurn,
  onProgress?: OnProgress,
  solvedOn: number = SOLVED_ON.sparse,
): Promise<AddSimilar> {
  const { items } = sets;
  const similar = new SimilarItems(sets);
  const counts = new SharedCounts(sets, solvedOn + 1);
  const right = new Float64Array(solvedOn);
  /** [items x solvedOn] of each item j. */
  const solved = new Uint32Array(items * solvedOn);
  const weights = new Float32Array(items * solvedOn);
  const sizes = new Uint32Array(items);
  for (let item = 0; item < items; item++) {
    await takeTurn();
    const near = similar.nearest(item, solvedOn);
    const { square, size } = counts.of(near, item);
    for (let n = 0; n < size - 1; n++) right[n] = square[(size - 1) * size + n]!;
    solveInPlace(square, size, size - 1, lambda, right);
    solved.set(near, item * solvedOn);
    weights.set(right.subarray(0, near.length), item * solvedOn);
    sizes[item] = near.length;
    onProgress?.((item + 1) / items);
  }
  return addSolved(turned({ solved, weights, sizes, solvedOn }));
}

interface Solved {
  /** [items x solvedOn] */
  solved: Uint32Array;
  weights: Float32Array;
  /** [items] How many of them are there. */
  sizes: Uint32Array;
  solvedOn: number;
}

/** By the items of a history: which scores each of them adds to. */
interface Rows {
  starts: Uint32Array;
  candidates: Uint32Array;
  weights: Float32Array;
}

function turned({ solved, weights, sizes, solvedOn }: Solved): Rows {
  const items = sizes.length;
  const each = (visit: (from: number, at: number, candidate: number) => void): void => {
    for (let candidate = 0; candidate < items; candidate++)
      for (let at = candidate * solvedOn; at < candidate * solvedOn + sizes[candidate]!; at++)
        visit(solved[at]!, at, candidate);
  };
  const starts = new Uint32Array(items + 1);
  each((from) => starts[from + 1]!++);
  for (let item = 0; item < items; item++) starts[item + 1]! += starts[item]!;
  const next = starts.slice();
  const rows: Rows = {
    starts,
    candidates: new Uint32Array(starts[items]!),
    weights: new Float32Array(starts[items]!),
  };
  each((from, at, candidate) => {
    const place = next[from]!++;
    rows.candidates[place] = candidate;
    rows.weights[place] = weights[at]!;
  });
  return rows;
}

const addSolved =
  ({ starts, candidates, weights: ofRow }: Rows): AddSimilar =>
  (rows, items, weights) => {
    items.forEach((item, i) => rows.addAll(candidates, ofRow, starts[item]!, starts[item + 1]!, weights, i));
  };

/** Users that some items have in common, pair by pair, by going through the users of those items. */
class SharedCounts {
  private readonly square: Float64Array;
  /** [users] The last of a user's items that was met, as a place in `met` plus one; 0 between two calls. */
  private readonly last: Uint32Array;
  /** Items that were met, by their place among those that are asked for, and the one of the same user before it. */
  private met: Uint32Array = new Uint32Array(1024);
  private before: Uint32Array = new Uint32Array(1024);

  constructor(
    private readonly sets: TrainingSets,
    most: number,
  ) {
    this.square = new Float64Array(most * most);
    this.last = new Uint32Array(sets.users);
  }

  /** @returns [size x size], the lower triangle and the diagonal; the last row is that of `item` */
  of(near: Uint32Array, item: number): { square: Float64Array; size: number } {
    const { last } = this;
    const { starts, members } = this.sets.usersOf;
    const size = near.length + 1;
    const square = this.square.subarray(0, size * size).fill(0);
    let found = 0;
    for (let place = 0; place < size; place++) {
      const own = place < near.length ? near[place]! : item;
      const [from, to] = [starts[own]!, starts[own + 1]!];
      this.makeRoom(found + to - from);
      const { met, before } = this;
      square[place * size + place] = to - from;
      for (let n = from; n < to; n++) {
        const user = members[n]!;
        for (let other = last[user]!; other > 0; other = before[other - 1]!) square[place * size + met[other - 1]!]!++;
        met[found] = place;
        before[found] = last[user]!;
        last[user] = ++found;
      }
    }
    for (const own of [...near, item]) for (let n = starts[own]!; n < starts[own + 1]!; n++) last[members[n]!] = 0;
    return { square, size };
  }

  private makeRoom(places: number): void {
    if (places <= this.met.length) return;
    const grown = (old: Uint32Array): Uint32Array => {
      const larger = new Uint32Array(2 * places);
      larger.set(old);
      return larger;
    };
    this.met = grown(this.met);
    this.before = grown(this.before);
  }
}
