/**
 * Frozen two towers as a judge of relevance: the vectors that a stored run has for the users and items of a data set,
 * made once, before training.
 *
 * A score that was trained by a softmax has no zero and no unit of its own: what all scores of a user have in common
 * changes nothing of that loss. So scores are standardised user by user, as they are before scores of several engines
 * are added up (zero mean, unit variance: Montague and Aslam, CIKM 2001), over the items of the catalogue. Relevance is
 * the logistic distribution function of the standard score, sigmoid(pi / sqrt(3) z): the share of the catalogue that
 * the teacher scores lower, were the scores of a user of that distribution. It is .5 of an item that the teacher cannot
 * tell from the mean, means the same for every user and in every batch, and a threshold of .1 calls what lies 1.21
 * standard deviations below the mean irrelevant. Of several vectors of a user each has a standard score of its own, and
 * the largest counts.
 */
import type { Dataset } from './dataset';
import { GivenByName } from './given-by-name';
import type { Judge, Relevance } from './relevance';
import { trainingPart } from './training-part';

/** Of which the relevance is sigmoid(max_k <user vector k, item vector>). */
export interface TeacherVectors {
  /** [users x K x (D + 1)] as at the end of their training part. */
  users: Float32Array;
  /** [items x (D + 1)] */
  items: Float32Array;
}

/** Standard deviations of the logistic distribution in its unit. */
const SCALE = Math.PI / Math.sqrt(3);

const given = new GivenByName<TeacherVectors>();

/** In place of what was given by this name before. @throws RangeError where they are not of this data set */
export function giveTeacher(dataset: Dataset, run: string, vectors: TeacherVectors): void {
  const { width, perUser } = sizesOf(vectors, dataset);
  if (![width, perUser].every((size) => Number.isInteger(size) && size > 0))
    throw new RangeError(
      `vectors of the teacher "${run}" are not of ${dataset.users.length} users and ${dataset.items.length} items`,
    );
  given.set(dataset, run, vectors);
}

/** Null where none were given. */
export const teacherVectors = (dataset: Dataset, run: string): TeacherVectors | null => given.get(dataset, run);

/** Numbers of a vector, and vectors of a user. */
export function sizesOf(
  { users, items }: TeacherVectors,
  dataset: Pick<Dataset, 'users' | 'items'>,
): { width: number; perUser: number } {
  const width = items.length / dataset.items.length;
  return { width, perUser: users.length / dataset.users.length / width };
}

/**
 * Of the vectors whose inner product is the score: a user's are divided by the standard deviation of their scores over
 * the catalogue, and one more number takes the mean away.
 * @param users [users x K x D] @param items [items x D]
 */
export function standardised(dataset: Dataset, users: Float32Array, items: Float32Array): TeacherVectors {
  const { itemCounts } = dataset.split;
  const width = items.length / dataset.items.length;
  const catalogue = Uint32Array.from(dataset.items.keys()).filter((item) => itemCounts[item]! > 0);
  const { mean, covariance } = momentsOf(catalogue, items, width);
  const behind = (vectors: Float32Array, write: (from: Float32Array, to: Float32Array) => void): Float32Array => {
    const count = vectors.length / width;
    const out = new Float32Array(count * (width + 1));
    for (let row = 0; row < count; row++)
      write(vectors.subarray(row * width, (row + 1) * width), out.subarray(row * (width + 1), (row + 1) * (width + 1)));
    return out;
  };
  return {
    items: behind(items, (from, to) => {
      to.set(from);
      to[width] = 1;
    }),
    users: behind(users, (from, to) => {
      let [score, variance] = [0, 0];
      for (let d = 0; d < width; d++) {
        score += from[d]! * mean[d]!;
        for (let e = 0; e < width; e++) variance += from[d]! * covariance[d * width + e]! * from[e]!;
      }
      // Where all items score alike nothing is told apart, and nothing but rounding would be scaled up.
      if (!(variance > (1e-5 * score) ** 2)) return;
      const unit = SCALE / Math.sqrt(variance);
      from.forEach((x, d) => (to[d] = unit * x));
      to[width] = -unit * score;
    }),
  };
}

/** Of the vectors of some items. */
function momentsOf(catalogue: Uint32Array, items: Float32Array, width: number) {
  const mean = new Float64Array(width);
  const covariance = new Float64Array(width * width);
  for (const item of catalogue) for (let d = 0; d < width; d++) mean[d]! += items[item * width + d]! / catalogue.length;
  for (const item of catalogue)
    for (let d = 0; d < width; d++) {
      const apart = (items[item * width + d]! - mean[d]!) / catalogue.length;
      for (let e = 0; e < width; e++) covariance[d * width + e]! += apart * (items[item * width + e]! - mean[e]!);
    }
  return { mean, covariance };
}

/** NaN for users and items without training events. @throws Error where no vectors were given */
export function runRelevance(dataset: Dataset, run: string): Relevance {
  const vectors = teacherVectors(dataset, run);
  if (!vectors) throw new Error(`no vectors of the teacher "${run}" were given`);
  const { itemCounts } = dataset.split;
  const { width, perUser } = sizesOf(vectors, dataset);
  const { start } = trainingPart(dataset);
  return {
    among: (items): Judge => {
      const known = items.map((item) => Number(itemCounts[item]! > 0));
      return ({ user }, out, into = 0) => {
        const isAsked = start[user]! < start[user + 1]!;
        const own = vectors.users.subarray(user * perUser * width, (user + 1) * perUser * width);
        items.forEach((item, at) => {
          out[into + at] = isAsked && known[at] === 1 ? sigmoid(score(own, vectors.items, item * width, width)) : NaN;
        });
      };
    },
  };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** @param own [K x width] @param first where the item begins among `items` */
function score(own: Float32Array, items: Float32Array, first: number, width: number): number {
  let best = -Infinity;
  for (let from = 0; from < own.length; from += width) {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += own[from + d]! * items[first + d]!;
    if (sum > best) best = sum;
  }
  return best;
}
