/**
 * Frozen two towers as a judge of relevance: the vectors that a stored run has for the users and items of a data set,
 * made once, before training.
 *
 * A score that was trained by a softmax has no zero and no unit of its own: adding anything to all scores of a user
 * changes nothing of that loss. So neither the score nor its logistic says how relevant an item is, but its place does.
 * The relevance of an item is its percentile: the share of a sample of the catalogue that the teacher scores lower for
 * this user, equal scores counting half (mid-rank). It is .5 of what the teacher cannot tell apart from the others, it
 * means the same for every user and in every batch, and a threshold of .1 calls the last tenth of the catalogue
 * irrelevant.
 */
import type { Dataset } from './dataset';
import type { Judge, Relevance } from './relevance';
import { trainingPart } from './training-part';

export interface TeacherVectors {
  /** [users x K x D] as at the end of their training part; the score is the largest of the K inner products. */
  users: Float32Array;
  /** [items x D] */
  items: Float32Array;
}

/** Items of the catalogue that a score is compared with: its percentile is off by .03 at most (one standard error). */
const SAMPLE = 256;

const given = new WeakMap<Dataset, Map<string, TeacherVectors>>();

/** In place of what was given by this name before. @throws RangeError where they are not of this data set */
export function giveTeacher(dataset: Dataset, run: string, vectors: TeacherVectors): void {
  const width = vectors.items.length / dataset.items.length;
  const perUser = vectors.users.length / dataset.users.length / width;
  if (![width, perUser].every((size) => Number.isInteger(size) && size > 0))
    throw new RangeError(
      `vectors of the teacher "${run}" are not of ${dataset.users.length} users and ${dataset.items.length} items`,
    );
  const all = given.get(dataset) ?? new Map<string, TeacherVectors>();
  given.set(dataset, all.set(run, vectors));
}

/** Null where none were given. */
export const teacherVectors = (dataset: Dataset, run: string): TeacherVectors | null =>
  given.get(dataset)?.get(run) ?? null;

/** NaN for users and items without training events. @throws Error where no vectors were given */
export function runRelevance(dataset: Dataset, run: string): Relevance {
  const vectors = teacherVectors(dataset, run);
  if (!vectors) throw new Error(`no vectors of the teacher "${run}" were given`);
  const { itemCounts } = dataset.split;
  const width = vectors.items.length / dataset.items.length;
  const ofUser = vectors.users.length / dataset.users.length;
  const { start } = trainingPart(dataset);
  const known = Uint32Array.from(dataset.items.keys()).filter((item) => itemCounts[item]! > 0);
  const sampled = Uint32Array.from(
    { length: Math.min(SAMPLE, known.length) },
    (_, at) => known[Math.floor((at * known.length) / Math.min(SAMPLE, known.length))]!,
  );
  const rowsOf = (items: Uint32Array): Float32Array => {
    const rows = new Float32Array(items.length * width);
    items.forEach((item, at) => rows.set(vectors.items.subarray(item * width, (item + 1) * width), at * width));
    return rows;
  };
  const catalogue = rowsOf(sampled);
  const others = new Float32Array(sampled.length);
  return {
    among(items): Judge {
      const rows = rowsOf(items);
      return ({ user }, out, into = 0) => {
        const scores = out.subarray(into, into + items.length);
        if (start[user] === start[user + 1]) {
          scores.fill(Number.NaN);
          return;
        }
        const own = vectors.users.subarray(user * ofUser, (user + 1) * ofUser);
        score(own, catalogue, width, others);
        others.sort();
        score(own, rows, width, scores);
        for (let at = 0; at < items.length; at++)
          scores[at] = itemCounts[items[at]!]! > 0 ? percentile(others, scores[at]!) : Number.NaN;
      };
    },
  };
}

/** @param own [K x D] @param rows [N x D] @param out [N] the largest of the K products */
function score(own: Float32Array, rows: Float32Array, width: number, out: Float32Array): void {
  for (let row = 0; row < out.length; row++) {
    let best = -Infinity;
    for (let from = 0; from < own.length; from += width) {
      let sum = 0;
      for (let d = 0, at = row * width; d < width; d++, at++) sum += own[from + d]! * rows[at]!;
      if (sum > best) best = sum;
    }
    out[row] = best;
  }
}

/** The share of ascending numbers that is below x, and half of what is equal. */
const percentile = (ascending: Float32Array, x: number): number =>
  (below(ascending, (other) => other < x) + below(ascending, (other) => other <= x)) / (2 * ascending.length);

/** How many of ascending numbers come before the first for which it no longer holds. */
function below(ascending: Float32Array, holds: (other: number) => boolean): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(ascending[middle]!)) from = middle + 1;
    else to = middle;
  }
  return from;
}
