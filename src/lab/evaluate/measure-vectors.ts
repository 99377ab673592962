/**
 * What the vectors of both towers are like, from a sample: how many directions they use, how far the scores of held-out
 * items stand above those of others, and which units on the way to them are zero for all of it.
 */
import type { Dataset, Target } from '../../data/dataset';
import type { PastsRead } from '../../model/run/compile';
import { DeadUnits } from '../../model/run/dead-units';
import type { Encoder } from '../../model/run/encode';
import { disposeVectors } from '../../engine/kernels/retrieval/retrieval';
import { effectiveRank } from './effective-rank';
import { encodeTargets } from './model';
import { removedItems } from './rank';
import { evenly, Moments, type Spread } from './spread';

export interface VectorFigures {
  /** From 1 to the width of the vectors, or to the size of the sample. */
  effectiveRank: { user: number; item: number };
  /** Scores as they are ranked by, the scale of the match included. */
  scores: { positives: Spread; negatives: Spread };
  /** Of each node with ReLUs, the share of their units that are zero for every user, or item, of the sample. */
  deadUnits: ReadonlyMap<string, number>;
}

/** Users, and items beside their held-out ones: with fewer than the width of a vector ranks would end there. */
const SAMPLE = 256;

/**
 * One chunk of users and one of items, however large the catalogue is. The sample is the same at each evaluation, so
 * that a curve shows what the weights did.
 * @param targets at least one, each with a held-out item
 */
export async function measureVectors(
  encoder: Encoder,
  dataset: Dataset,
  targets: readonly Target[],
  pasts: PastsRead,
): Promise<VectorFigures> {
  // Their held-out items and the others are one chunk, too.
  const { userRows, itemRows } = encoder;
  const asked = evenly(targets.length, Math.min(SAMPLE, userRows, Math.ceil(itemRows / 2))).map((at) => targets[at]!);
  const others = evenly(dataset.items.length, Math.min(SAMPLE, itemRows - asked.length));
  const wanted = asked.map(({ items }) => items[0]!);
  const dead = new DeadUnits();
  const users = encodeTargets(encoder, dataset, asked, pasts, dead);
  const itemVectors = encoder.encodeSomeItems(Uint32Array.from([...others, ...wanted]), dead);
  const [perUser, width] = [users.vectors.shape[1], users.vectors.shape[2]];
  try {
    const [u, active, v, deadUnits] = await Promise.all([
      users.vectors.data(),
      users.active?.data(),
      itemVectors.data(),
      dead.shares(),
    ]);
    const takesPart = (row: number, k: number): boolean => !active || active[row * perUser + k]! > 0 || k === 0;
    const score = (row: number, item: number): number => {
      let best = -Infinity;
      for (let k = 0; k < perUser; k++) {
        if (!takesPart(row, k)) continue;
        let sum = 0;
        for (let d = 0; d < width; d++) sum += u[(row * perUser + k) * width + d]! * v[item * width + d]!;
        best = Math.max(best, sum);
      }
      return best;
    };
    const [positives, negatives] = [new Moments(), new Moments()];
    asked.forEach((target, row) => {
      const gone = new Set([...removedItems(dataset, target), ...target.items]);
      positives.add(score(row, others.length + row));
      others.forEach((item, at) => {
        if (!gone.has(item)) negatives.add(score(row, at));
      });
    });
    const used = asked.flatMap((_, row) =>
      Array.from({ length: perUser }, (__, k) => k)
        .filter((k) => takesPart(row, k))
        .map((k) => u.subarray((row * perUser + k) * width, (row * perUser + k + 1) * width)),
    );
    const shown = evenly(used.length, SAMPLE).flatMap((at) => [...used[at]!]);
    return {
      effectiveRank: {
        user: effectiveRank(shown, shown.length / width, width),
        item: effectiveRank(v, others.length, width),
      },
      scores: { positives: positives.figures, negatives: negatives.figures },
      deadUnits,
    };
  } finally {
    dead.dispose();
    disposeVectors(users);
    itemVectors.dispose();
  }
}
