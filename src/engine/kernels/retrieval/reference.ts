/** Plain loops of the retrieval kernels: the definition that they and the CPU path are compared with. */

/** A list of items for each user, compressed: those of user u are items[start[u]] to items[start[u + 1] - 1]. */
export interface ItemLists {
  /** [users + 1] */
  start: Uint32Array;
  items: Uint32Array;
}

/** What is asked of a chunk of users. */
export interface RetrievalQuery {
  users: number;
  /** Length of the lists to return; 0 where only the targets' counts are wanted. */
  k: number;
  /** Left out of the ranking; ascending for each user. A target listed here is ranked all the same. */
  seen: ItemLists;
  /** Items of which is asked how many are above and level with them. */
  targets: ItemLists;
}

export interface Ranking {
  /** [targets] items left in that score higher. */
  greater: Uint32Array;
  /** [targets] other items left in with the same score. */
  ties: Uint32Array;
  /** [targets] the score of each target. */
  scores: Float32Array;
  /** [users x k] item indices, best first, ties by lowest index; NOTHING where fewer items are left. */
  top: Uint32Array;
  /** [users x k]; LEFT_OUT where there is no item. */
  topScores: Float32Array;
}

export const NOTHING = 0xffffffff;
/**
 * Stands for "left out": below every finite score a model gives, and finite because WGSL may assume there are no
 * infinities.
 */
export const LEFT_OUT = -3e38;

/**
 * score(u, i) = max over the user's active vectors k of <u_k, i>; where none is active the first counts.
 * @param vectors [users x perUser x width]
 * @param active [users x perUser] above 0 = takes part; null = all do
 * @param items [items x width]
 */
export function rankReference(
  vectors: Float32Array,
  active: Float32Array | null,
  perUser: number,
  items: Float32Array,
  width: number,
  query: RetrievalQuery,
): Ranking {
  const { users, k, seen, targets } = query;
  const count = items.length / width;
  const greater = new Uint32Array(targets.items.length);
  const ties = new Uint32Array(targets.items.length);
  const scores = new Float32Array(targets.items.length);
  const top = new Uint32Array(users * k).fill(NOTHING);
  const topScores = new Float32Array(users * k).fill(LEFT_OUT);
  for (let user = 0; user < users; user++) {
    const own = Array.from({ length: perUser }, (_, i) => user * perUser + i);
    const taking = own.filter((row) => !active || (active[row] ?? 0) > 0);
    const all = scoresOf(vectors, taking.length > 0 ? taking : own.slice(0, 1), items, width);
    const left = all.slice();
    for (const item of seen.items.subarray(seen.start[user], seen.start[user + 1])) left[item] = LEFT_OUT;
    for (let t = targets.start[user] ?? 0; t < (targets.start[user + 1] ?? 0); t++) {
      const target = targets.items[t] ?? 0;
      const score = all[target] ?? LEFT_OUT;
      scores[t] = score;
      for (let item = 0; item < count; item++) {
        if (item === target) continue;
        const other = left[item] ?? LEFT_OUT;
        if (other > score) greater[t]! += 1;
        else if (other === score) ties[t]! += 1;
      }
    }
    if (k === 0) continue;
    const order = Uint32Array.from({ length: count }, (_, item) => item)
      .filter((item) => (left[item] ?? LEFT_OUT) > LEFT_OUT)
      .sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0) || a - b);
    order.subarray(0, k).forEach((item, place) => {
      top[user * k + place] = item;
      topScores[user * k + place] = left[item] ?? LEFT_OUT;
    });
  }
  return { greater, ties, scores, top, topScores };
}

/**
 * Scores of pairs alone, in double precision, rounded once: pair p is of user p and the item asked[p]. Shapes as above.
 * @param asked [users]
 */
export function pairScoresReference(
  vectors: Float32Array,
  active: Float32Array | null,
  perUser: number,
  items: Float32Array,
  width: number,
  asked: Uint32Array,
): Float32Array {
  const scores = new Float32Array(asked.length);
  asked.forEach((item, user) => {
    const own = Array.from({ length: perUser }, (_, i) => user * perUser + i);
    const taking = own.filter((row) => !active || (active[row] ?? 0) > 0);
    const one = items.subarray(item * width, (item + 1) * width);
    scores[user] = scoresOf(vectors, taking.length > 0 ? taking : own.slice(0, 1), one, width)[0] ?? LEFT_OUT;
  });
  return scores;
}

/** [items] the best of the given rows' inner products with each item; summed in double precision, rounded once. */
function scoresOf(vectors: Float32Array, rows: readonly number[], items: Float32Array, width: number): Float32Array {
  const scores = new Float32Array(items.length / width).fill(LEFT_OUT);
  for (const row of rows) {
    const from = row * width;
    for (let item = 0; item < scores.length; item++) {
      let sum = 0;
      for (let d = 0; d < width; d++) sum += (vectors[from + d] ?? 0) * (items[item * width + d] ?? 0);
      scores[item] = Math.max(scores[item] ?? LEFT_OUT, sum);
    }
  }
  return scores;
}
