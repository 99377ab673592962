/** Plain loops of the ranking kernels: the definition they are compared with, and the path without WebGPU. */

/** Scores of a chunk of users against the catalogue, what to leave out, and what to look for; CSR over the chunk's users. */
export interface RankQuery {
  users: number;
  items: number;
  seenStart: Uint32Array;
  /** Left out of the ranking. A target listed here is ranked all the same. */
  seenItems: Uint32Array;
  targetStart: Uint32Array;
  targetItems: Uint32Array;
  /** Length of the lists to return. */
  k: number;
}

export interface Ranking {
  /** [targets] 1-based rank among the items left in: 1 + items above + half of the other items with the same score. */
  ranks: Float32Array;
  /** [targets] the score of each target. */
  scores: Float32Array;
  /** [users x k] item indices, best first, ties by lowest index; NOTHING where fewer items are left. */
  top: Uint32Array;
  topScores: Float32Array;
}

export const NOTHING = 0xffffffff;
/** Stands for "left out": below every finite score a model gives, and finite because WGSL may assume there are no infinities. */
export const LEFT_OUT = -3e38;

export function rankReference(scores: Float32Array, query: RankQuery): Ranking {
  const { users, items, seenStart, seenItems, targetStart, targetItems, k } = query;
  const ranks = new Float32Array(targetItems.length);
  const targetScores = new Float32Array(targetItems.length);
  const top = new Uint32Array(users * k).fill(NOTHING);
  const topScores = new Float32Array(users * k).fill(LEFT_OUT);
  for (let user = 0; user < users; user++) {
    const row = scores.slice(user * items, (user + 1) * items);
    const masked = row.slice();
    for (const item of seenItems.subarray(seenStart[user], seenStart[user + 1])) masked[item] = LEFT_OUT;
    for (let t = targetStart[user] ?? 0; t < (targetStart[user + 1] ?? 0); t++) {
      const target = targetItems[t] ?? 0;
      const score = row[target] ?? LEFT_OUT;
      targetScores[t] = score;
      let above = 0;
      let equal = 0;
      for (let item = 0; item < items; item++) {
        if (item === target) continue;
        const other = masked[item] ?? LEFT_OUT;
        if (other > score) above += 1;
        else if (other === score) equal += 1;
      }
      ranks[t] = 1 + above + equal / 2;
    }
    const order = Array.from({ length: items }, (_, item) => item)
      .filter((item) => (masked[item] ?? LEFT_OUT) > LEFT_OUT)
      .sort((a, b) => (masked[b] ?? 0) - (masked[a] ?? 0) || a - b);
    order.slice(0, k).forEach((item, place) => {
      top[user * k + place] = item;
      topScores[user * k + place] = masked[item] ?? LEFT_OUT;
    });
  }
  return { ranks, scores: targetScores, top, topScores };
}
