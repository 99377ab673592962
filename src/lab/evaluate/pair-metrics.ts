/**
 * Figures of scored pairs, each with a label, 1 = taken and 0 = not: whether scores put what was taken above what was
 * not, and whether probabilities are true. Scores are finite; arrays have one entry for each pair.
 */
import { rowStarts } from '../../data/events';

type Numbers = Float32Array | Float64Array;

/**
 * The area under the ROC curve: the chance that a taken pair scores higher than one that was not, a tie counting half.
 * It is the Mann-Whitney U statistic over the product of both counts (Hanley and McNeil 1982), taken from mid-ranks in
 * time n log n. Null where all labels are the same.
 */
export function auc(scores: Numbers, labels: Uint8Array): number | null {
  checkLengths(scores, labels);
  const taken = scores.filter((_, at) => labels[at] === 1).sort();
  const others = scores.filter((_, at) => labels[at] !== 1).sort();
  if (taken.length === 0 || others.length === 0) return null;
  let [below, level, won] = [0, 0, 0];
  for (const score of taken) {
    while (below < others.length && others[below]! < score) below++;
    level = Math.max(level, below);
    while (level < others.length && others[level] === score) level++;
    won += below + (level - below) / 2;
  }
  return won / (taken.length * others.length);
}

/** The AUC of one user, who has pairs of both kinds. */
export interface UserAuc {
  user: number;
  pairs: number;
  auc: number;
}

/**
 * Users ascending; those whose labels are all the same have no AUC and are left out.
 * @param users index of each pair's user
 */
export function aucByUser(scores: Numbers, labels: Uint8Array, users: Uint32Array): UserAuc[] {
  checkLengths(scores, labels, users);
  const count = users.reduce((most, user) => Math.max(most, user + 1), 0);
  const starts = rowStarts(users, count);
  const next = starts.slice();
  const sorted = { scores: scores.slice(), labels: labels.slice() };
  users.forEach((user, at) => {
    const to = next[user]!++;
    sorted.scores[to] = scores[at]!;
    sorted.labels[to] = labels[at]!;
  });
  const found: UserAuc[] = [];
  for (let user = 0; user < count; user++) {
    const [from, end] = [starts[user]!, starts[user + 1]!];
    const own = auc(sorted.scores.subarray(from, end), sorted.labels.subarray(from, end));
    if (own !== null) found.push({ user, pairs: end - from, auc: own });
  }
  return found;
}

export interface GroupedAuc {
  /** 0..1 */
  value: number;
  /** Users it is an average over. */
  users: number;
}

/**
 * GAUC: the mean of the users' own AUC, each weighted by how many pairs he has, impressions where a pair is one (Zhu et
 * al., KDD 2017; Zhou et al., DIN, KDD 2018, eq. 5). Users whose labels are all the same have no AUC and are left out,
 * with their weight. It does not see how high the scores of one user lie against another's, which no list of his
 * depends on. Null where nobody has both labels.
 * @param users index of each pair's user
 */
export function gauc(scores: Numbers, labels: Uint8Array, users: Uint32Array): GroupedAuc | null {
  const own = aucByUser(scores, labels, users);
  const weight = own.reduce((sum, { pairs }) => sum + pairs, 0);
  const sum = own.reduce((all, { pairs, auc: value }) => all + pairs * value, 0);
  return own.length === 0 ? null : { value: sum / weight, users: own.length };
}

/** Further from 0 and 1 no probability is taken to be: one sure mistake would make the mean infinite. */
const SUREST = 1e-7;

/** The mean of -log of the probability given to what came: binary cross-entropy, in nats. Null without pairs. */
export function logLoss(probabilities: Numbers, labels: Uint8Array): number | null {
  checkLengths(probabilities, labels);
  let sum = 0;
  probabilities.forEach((given, at) => {
    const p = Math.min(1 - SUREST, Math.max(SUREST, given));
    sum -= Math.log(labels[at] === 1 ? p : 1 - p);
  });
  return probabilities.length === 0 ? null : sum / probabilities.length;
}

export interface CalibrationBin {
  pairs: number;
  /** Mean probability that was given. */
  predicted: number;
  /** Share that was taken. */
  observed: number;
}

export interface Calibration {
  /**
   * Mean probability over the share taken: 1 is right on average, more is too sure (He et al., ADKDD 2014). Null where
   * nothing was taken.
   */
  ratio: number | null;
  /** The mean distance between both in a bin, weighted by its pairs: ECE (Naeini et al., AAAI 2015). */
  error: number;
  /** By what was given, ascending, about as many pairs in each; equal probabilities are in one bin. */
  bins: readonly CalibrationBin[];
}

/**
 * Whether as many were taken as the probabilities say, over all and bin by bin.
 * @param most bins; fewer where many probabilities are equal
 * @returns null without pairs
 */
export function calibration(probabilities: Numbers, labels: Uint8Array, most = 10): Calibration | null {
  checkLengths(probabilities, labels);
  const { length } = probabilities;
  if (length === 0) return null;
  const order = Uint32Array.from(probabilities.keys()).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const bins: CalibrationBin[] = [];
  let [given, taken, error, from] = [0, 0, 0, 0];
  for (let bin = 1; bin <= most; bin++) {
    let end = Math.max(from, Math.round((bin * length) / most));
    while (end > from && end < length && probabilities[order[end]!] === probabilities[order[end - 1]!]) end++;
    const own = order.subarray(from, end);
    from = end;
    if (own.length === 0) continue;
    const ofBin = {
      given: own.reduce((sum, at) => sum + probabilities[at]!, 0),
      taken: own.reduce((sum, at) => sum + Number(labels[at] === 1), 0),
    };
    given += ofBin.given;
    taken += ofBin.taken;
    error += Math.abs(ofBin.given - ofBin.taken) / length;
    bins.push({ pairs: own.length, predicted: ofBin.given / own.length, observed: ofBin.taken / own.length });
  }
  return { ratio: taken === 0 ? null : given / taken, error, bins };
}

/** @throws RangeError */
function checkLengths(scores: ArrayLike<number>, ...others: readonly ArrayLike<number>[]): void {
  for (const { length } of others)
    if (length !== scores.length)
      throw new RangeError(`${scores.length} scores of pairs with ${length} labels or users`);
}
